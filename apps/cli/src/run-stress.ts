import { measureCatalogue, measureStress } from '@sluice/gates'
import { loadPolicy, nearestSpelling, type Policy, type SuiteDefinition } from '@sluice/policy'
import { renderStress, renderStressJson } from '@sluice/report'
import { UsageError } from './failure.ts'
import { progressOn } from './progress.ts'
import { terminalOf } from './terminal.ts'
import { version } from './version.ts'
import { workerScript } from './worker-script.ts'

export interface StressFlags {
  readonly suite: readonly string[]
  readonly format: string
}

/** One run of `sluice stress`: 0 once the suites have run, whatever they found. */
export async function runStress(file: string, { suite, format }: StressFlags): Promise<number> {
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`stress knows the formats text and json, not '${format}'`)
  const policy = await loadPolicy(file, measureCatalogue)
  const suites = chosenSuites(policy, suite, file)
  const progress = progressOn(process.stderr)
  const found = await measureStress(policy, suites, {
    version,
    worker: workerScript,
    onProgress: (text) => progress.say(text),
  })
  progress.done()
  const report = { model: policy.model, file, suites: found }
  process.stdout.write(
    `${format === 'json' ? renderStressJson(report) : renderStress(report, terminalOf(process.stdout))}\n`,
  )
  return 0
}

function chosenSuites({ stress = [] }: Policy, wanted: readonly string[], file: string): SuiteDefinition[] {
  if (stress.length === 0)
    throw new UsageError(
      `${file} has no stress suite`,
      'Add stress: { NAME: { model: { onnx: FILE, inputs: FILE }, perturb: [{ noise: 0.1 }] } }.',
    )
  const names = stress.map(({ name }) => name)
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    const near = nearestSpelling(unknown, names)
    throw new UsageError(
      `${file} has no stress suite '${unknown}'`,
      near === null ? `The suites are ${names.join(', ')}.` : `Did you mean ${near}?`,
    )
  }
  return stress.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
}
