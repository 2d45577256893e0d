import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { judge, measureCatalogue, measurePolicy } from '@sluice/gates'
import { loadPolicy } from '@sluice/policy'
import type { PolicyFileText, PushedEvaluation } from '../../src/index.ts'
import { exampleNames } from './example-names.ts'

/** What `sluice check --evidence` measures of the example policies, with their files. */
async function measureExamples(): Promise<PushedEvaluation[]> {
  const examples: PushedEvaluation[] = []
  for (const name of exampleNames) {
    const files: PolicyFileText[] = []
    const path = fileURLToPath(new URL(`../../../../policies/${name}/policy.yaml`, import.meta.url))
    const policy = await loadPolicy(path, measureCatalogue, {
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

const [, , output] = process.argv
if (output === undefined) throw new Error('measure-examples FILE: name the file to write.')
await writeFile(output, JSON.stringify(await measureExamples()))
