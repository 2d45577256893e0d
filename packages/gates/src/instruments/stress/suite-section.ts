import type { Estimate } from '@sluice/metrics'
import type { Policy } from '@sluice/policy'
import type { AttackResult, VariantResult, WorstCase } from '@sluice/robustness'
import { interval } from '@sluice/stats'
import { honest } from '../../measure/measurement-evidence.ts'
import { undefinedNote } from '../../measure/undefined-note.ts'
import type { SuiteRun } from './run-policy-suite.ts'
import type {
  StressAttack,
  StressCase,
  StressEvidence,
  StressSlice,
  StressValue,
  StressVariant,
} from './stress-evidence.ts'
import { leastMedianNote } from './suite-measurements.ts'
import { partitionedShares } from './suite-slices.ts'

const level = 0.95

/** Points of the curve of an attack, at most. */
const curvePoints = 100

/** A suite that has run, as evidence keeps it. */
export function suiteSection(policy: Policy, run: SuiteRun): StressEvidence {
  const { suite, rows, result, threshold, files } = run
  const decides = policy.task !== 'regression'
  const flips = (estimate: Estimate) => (decides ? stressValue(estimate) : null)
  const directed = (estimate: Estimate) => (suite.expect.directional === null ? null : stressValue(estimate))
  const columns = suite.perturb.flatMap((entry) => (entry.amounts ?? entry.severities ?? []).map(() => entry.columns))
  const variant = (one: VariantResult, i: number): StressVariant => ({
    perturbation: one.perturbation,
    amount: one.amount,
    severity: one.severity,
    columns: columns[i]!,
    changedRows: one.changedRows,
    unscored: one.unscored,
    failureRate: stressValue(one.failureRate),
    flipRate: flips(one.flipRate),
    directionalViolations: directed(one.directionalViolations),
    meanChange: stressValue(one.meanChange),
    accuracy: orNull(one.accuracy),
  })
  const slices = slicesOf(run, decides)
  return {
    suite: suite.name,
    model: suite.model.name,
    asked: suite.model.call.kind,
    files,
    dataset: suite.on,
    rows: rows.rows.length,
    tableRows: rows.tableRows,
    ...(suite.synthetic !== undefined && {
      synthetic: { spread: suite.sample, corners: rows.rows.length - suite.sample },
    }),
    level,
    ...(run.classes !== null && { classes: run.classes }),
    threshold: policy.task === 'binary' ? threshold : null,
    expect: suite.expect,
    failureRate: stressValue(result.failureRate),
    flipRate: flips(result.flipRate),
    directionalViolations: directed(result.directionalViolations),
    accuracy: orNull(result.cleanAccuracy),
    robustAccuracy: orNull(result.robustAccuracy),
    relativeCorruptionError: orNull(result.relativeCorruptionError),
    variants: result.variants.map(variant),
    slices,
    worstSlice: worstOf(run, slices),
    worstCases: result.worstCases.map((one) => caseOf(one, run)),
    attack: result.attack === null ? null : attackOf(result.attack, run),
    notes: notesOf(run),
  }
}

function slicesOf(run: SuiteRun, decides: boolean): StressSlice[] {
  const flipped = partitionedShares(run, run.result.flipSlices)
  return partitionedShares(run, run.result.slices).map(({ partition, slice, estimate }, i) => ({
    partition,
    slice,
    failureRate: stressValue(estimate),
    flipRate: decides ? stressValue(flipped[i]!.estimate) : null,
  }))
}

function worstOf({ result }: SuiteRun, slices: readonly StressSlice[]): StressEvidence['worstSlice'] {
  const at = result.worstSlice === null ? -1 : result.slices.indexOf(result.worstSlice)
  if (at === -1) return null
  const { partition, slice } = slices[at]!
  return { partition, slice }
}

function caseOf({ row, ...one }: WorstCase, { rows }: SuiteRun): StressCase {
  return { row: rows.rows[row]! + 1, id: rows.ids?.(row) ?? null, ...one }
}

function attackOf(attack: AttackResult, run: SuiteRun): StressAttack {
  const { method, queriesPerRow, attacked, queries } = attack
  return {
    method,
    queriesPerRow,
    attacked,
    queries,
    unit: run.suite.attack!.unit,
    successRate: stressValue(attack.successRate),
    robustAccuracy: orNull(attack.robustAccuracy),
    medianChange: withNote(stressValue(attack.medianChange), leastMedianNote(attack)),
    curve: curveOf(attack.changes, attacked),
    worstCases: attack.worstCases.map((one) => caseOf(one, run)),
  }
}

/** The share of attacked rows that flip within each change, thinned for a screen; the first and the last flip stay. */
function curveOf(changes: Float64Array, attacked: number): StressAttack['curve'] {
  const flips = changes.filter(Number.isFinite).sort()
  const kept = Math.min(flips.length, curvePoints)
  const places = Array.from({ length: kept }, (_, i) =>
    kept === 1 ? 0 : Math.round((i * (flips.length - 1)) / (kept - 1)),
  )
  return { x: places.map((at) => flips[at]!), y: places.map((at) => (at + 1) / attacked) }
}

function unscoredNote(rows: number): string {
  return `the model gives ${rows.toLocaleString('en-US')} of the synthetic rows no score as they are, which fail whatever is done to them`
}

function notesOf({ suite, rows, classes, result: { unscored } }: SuiteRun): string[] {
  const unnamed =
    rows.classes === null || classes !== null
      ? []
      : ['the model does not name its classes, so that no accuracy is known; name them by `classes`']
  if (suite.synthetic !== undefined) return unscored === 0 ? unnamed : [...unnamed, unscoredNote(unscored)]
  if (rows.rows.length >= suite.sample) return unnamed
  return [
    ...unnamed,
    `the suite asks for ${suite.sample.toLocaleString('en-US')} rows, and '${suite.on}' has ${rows.tableRows.toLocaleString('en-US')}`,
  ]
}

function orNull(estimate: Estimate | null): StressValue | null {
  return estimate === null ? null : stressValue(estimate)
}

function withNote(value: StressValue, note: string | null): StressValue {
  return note === null ? value : { ...value, note }
}

/** A value with its interval, by the same rules as measurements: rows that do not vary have none. */
function stressValue(estimate: Estimate): StressValue {
  const { value, rows: n, undefinedBecause } = estimate
  if (value === null) {
    return { value, lower: null, upper: null, n, note: undefinedNote(undefinedBecause ?? 'empty') }
  }
  const { uncertainty, noInterval } = honest(estimate)
  if (uncertainty === null) return { value, lower: null, upper: null, n, note: noInterval ?? 'no interval' }
  return { value, ...interval(value, uncertainty, level), n }
}
