import { measureCatalogue, measurePolicy } from '@sluice/gates'
import { loadPolicy } from '@sluice/policy'
import { renderVariants, renderVariantsJson } from '@sluice/report'
import { UsageError } from './failure.ts'
import { progressOn } from './progress.ts'
import { terminalOf } from './terminal.ts'
import { version } from './version.ts'
import { workerScript } from './worker-script.ts'

/** One run of `sluice variants`: 0 once the builds are compared, whatever the comparison says. */
export async function runVariants(file: string, format: string): Promise<number> {
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`variants knows the formats text and json, not '${format}'`)
  const policy = await loadPolicy(file, measureCatalogue)
  if (policy.variants === undefined)
    throw new UsageError(
      `${file} compares no builds: it has no section 'variants'`,
      'Add variants: { reference: MODEL, builds: [MODEL], quality: MEASURE }.',
    )
  const progress = progressOn(process.stderr)
  const { variants } = await measurePolicy(
    { ...policy, gates: [] },
    { version, curves: false, worker: workerScript, onProgress: (text) => progress.say(text) },
  )
  progress.done()
  const text =
    format === 'json'
      ? renderVariantsJson(policy.model, policy.file, variants!)
      : renderVariants(variants!, terminalOf(process.stdout))
  process.stdout.write(`${text}\n`)
  return 0
}
