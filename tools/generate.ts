/**
 * `npm run generate`: writes the files that come from definitions: the policy's JSON Schema and its reference page.
 * `--check` writes nothing and fails where a file is not current.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureCatalogue } from '@sluice/gates'
import { policyJsonSchema, policyReference } from '@sluice/policy'

const root = fileURLToPath(new URL('..', import.meta.url))
const checking = process.argv.includes('--check')
const generated: Record<string, string> = {
  'schemas/policy.schema.json': `${JSON.stringify(policyJsonSchema(measureCatalogue), null, 2)}\n`,
  'docs/policy-reference.md': policyReference(measureCatalogue),
}

const stale = Object.entries(generated).filter(([file, text]) => current(file) !== text)
for (const [file, text] of stale) {
  if (checking) {
    console.error(`${file} is not current: run 'npm run generate' and commit it`)
    continue
  }
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  console.log(`wrote ${file}`)
}
console.log(`generated files: ${Object.keys(generated).length}, ${stale.length} ${checking ? 'stale' : 'written'}`)
process.exit(checking && stale.length > 0 ? 1 : 0)

function current(file: string): string | null {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return null
  }
}
