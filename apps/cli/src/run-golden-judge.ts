import {
  checkResult,
  describeGoldenSets,
  judge,
  measureCatalogue,
  measurePolicy,
  measures,
  suspectLabels,
} from '@sluice/gates'
import { loadPolicy, type Policy } from '@sluice/policy'
import { exitCode, type GoldenReport, renderGolden, renderGoldenJson } from '@sluice/report'
import { UsageError } from './failure.ts'
import { progressOn } from './progress.ts'
import { terminalOf } from './terminal.ts'
import { toDate, today } from './today.ts'
import { version } from './version.ts'

export interface GoldenJudgeFlags {
  readonly format: string
  readonly asOf?: string
}

/** One run of `sluice golden judge`: exit code 0 where no gate on the golden sets says otherwise. */
export async function runGoldenJudge(file: string, flags: GoldenJudgeFlags): Promise<number> {
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new UsageError(`golden judge knows the formats text and json, not '${flags.format}'`)
  const asOf = flags.asOf === undefined ? today() : toDate(flags.asOf)
  const policy = await loadPolicy(file, measureCatalogue)
  requireGoldenSet(policy)
  const progress = progressOn(process.stderr)
  const onProgress = (text: string) => progress.say(text)
  const goldenSets = await describeGoldenSets(policy, { asOf, onProgress })
  const suspects = await suspectLabels(policy)
  const verdict = await judgedGates(policy, asOf, onProgress)
  progress.done()
  const report: GoldenReport = {
    model: policy.model,
    file,
    asOf,
    verdict: verdict.verdict,
    goldenSets,
    suspects,
    gates: verdict.gates,
  }
  const text = flags.format === 'json' ? renderGoldenJson(report) : renderGolden(report, terminalOf(process.stdout))
  process.stdout.write(`${text}\n`)
  return exitCode(checkResult([verdict]))
}

/** What the gates on golden sets say; the other gates are a matter of `sluice check`. */
async function judgedGates(whole: Policy, asOf: string, onProgress: (text: string) => void) {
  const golden = whole.datasets.filter((dataset) => dataset.golden !== undefined).map(({ name }) => name)
  const gates = whole.gates.filter(
    ({ metric, on }) =>
      measures.get(metric.name)?.instrument === 'golden' ||
      (metric.name === 'label_error_rate' && on.some((name) => golden.includes(name))),
  )
  const policy: Policy = { ...whole, gates, threshold: { kind: 'fixed', value: 0.5 } }
  const evidence = await measurePolicy(policy, { version, asOf, curves: false, onProgress })
  return judge(policy, evidence, { asOf, catalogue: measureCatalogue })
}

function requireGoldenSet({ datasets, file }: Policy): void {
  const sets = datasets.filter(({ golden }) => golden !== undefined)
  const example = 'golden: { path: golden.parquet, role: golden, represents: DATASET }'
  if (sets.length === 0) throw new UsageError(`${file} has no golden set`, `Declare one under datasets: ${example}`)
  if (sets.some(({ golden }) => golden?.represents)) return
  throw new UsageError(
    `${file} does not say what its golden set '${sets[0]!.name}' represents`,
    `Name the dataset whose distribution it should cover: ${example}`,
  )
}
