import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runScript } from './run-script.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const migrations = join(root, 'packages/store/migrations')

/**
 * A folder with a new embedded store, for tests to copy: the first start of a PGlite takes seconds, a copy takes a moment.
 * Made by the store itself, once for a version of PGlite and of the migrations.
 */
export async function storeTemplate(scripts: string): Promise<string> {
  const cache = join(root, 'node_modules/.cache/sluice')
  const template = join(cache, `store-${await versionOfStore()}`)
  if (existsSync(template)) return template
  await mkdir(cache, { recursive: true })
  const made = await mkdtemp(join(cache, 'making-'))
  await runScript(scripts, 'open-and-close', JSON.stringify({ kind: 'embedded', folder: made }))
  // Another suite may have been quicker.
  await rename(made, template).catch(() => rm(made, { recursive: true }))
  return template
}

async function versionOfStore(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await readFile(join(root, 'node_modules/@electric-sql/pglite/package.json')))
  for (const file of (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort())
    hash.update(await readFile(join(migrations, file)))
  return hash.digest('hex').slice(0, 16)
}
