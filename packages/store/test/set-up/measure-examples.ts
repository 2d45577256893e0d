import { readFile, writeFile } from 'node:fs/promises'
import { judge, measureCatalogue, measurePolicy } from '@sluice/gates'
import { loadPolicy } from '@sluice/policy'
import type { PolicyFileText, PushedEvaluation } from '../../src/index.ts'
import { exampleNames } from './example-names.ts'

/** What `sluice check --evidence` measures of the example policies, with their files. */
async function measureExamples(folder: string): Promise<PushedEvaluation[]> {
  const examples: PushedEvaluation[] = []
  for (const name of exampleNames) {
    const files: PolicyFileText[] = []
    const policy = await loadPolicy(`${folder}/${name}/policy.yaml`, measureCatalogue, {
      async read(file) {
        const bytes = await readFile(file)
        files.push({ file, text: bytes.toString() })
        return bytes
      },
    })
    const evidence = await measurePolicy(policy, { version: '0.1.0' })
    const verdict = judge(policy, evidence, { asOf: '2026-11-24', catalogue: measureCatalogue })
    examples.push({ verdict, evidence, policy: files, origin: { commit: '0000000', branch: 'main' } })
  }
  return examples
}

const [, , output, policies] = process.argv
if (output === undefined || policies === undefined) throw new Error('measure-examples FILE POLICIES')
await writeFile(output, JSON.stringify(await measureExamples(policies)))
