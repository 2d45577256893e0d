import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The bundle that the tests run is never older than the sources. */
export default function buildCommand(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../build.mjs', import.meta.url)), '--if-stale'], {
    stdio: 'inherit',
  })
}
