import type { Estimate } from '@sluice/metrics'
import { seedFromText } from '@sluice/stats'
import { attack } from '../attacks/attack.ts'
import type { AttackResult } from '../attacks/attack-result.ts'
import { type Columns, columnPosition, rowCount } from '../columns/columns.ts'
import { requireDirections } from '../expectations/directional.ts'
import { decisionsOf, noDecision, type ScoreRows, scoreAll } from '../expectations/scores.ts'
import { perturb } from '../perturbations/perturb.ts'
import { relativeCorruptionError } from '../results/corruption-error.ts'
import { meanChange } from '../results/mean-change.ts'
import { robustAccuracy, robustTrials } from '../results/robust-accuracy.ts'
import { type RowTrials, shareOf } from '../results/share.ts'
import { sliceShares, worstSlice } from '../results/slice-shares.ts'
import { type ScoredColumns, WorstCases } from '../results/worst-cases.ts'
import { type RowOutcomes, rowOutcomes } from './row-outcomes.ts'
import type { StressResult, StressSuite, SuiteOptions, VariantResult } from './suite.ts'
import { Tally } from './tally.ts'
import { type Variant, variantName, variantsOf } from './variants.ts'

type Clean = ScoredColumns & { readonly decisions: Int32Array }

/**
 * Puts a model under stress: scores the rows as they are, under every perturbation and strength, and lets an attack look for
 * flips. Equal seeds give equal results.
 *
 * @param score the model; asked once for the clean rows, once a variant, and in rounds by the attack
 * @throws {RangeError} for a suite that does not fit the columns, an option of another length than the rows, or a model that
 *   does not return scores for every row; and whatever `score` throws
 */
export async function runSuite(
  columns: Columns,
  score: ScoreRows,
  suite: StressSuite,
  options: SuiteOptions,
): Promise<StressResult> {
  const rows = rowCount(columns)
  const variants = variantsOf(suite.perturb ?? [])
  requireSuite(columns, rows, suite, options)
  const { clusters, labels, threshold = 0.5 } = options
  const clean = await scored(columns, score, threshold)
  requireSingleScore(clean, suite)
  const tallies = {
    failed: new Tally(rows, clusters),
    flipped: new Tally(rows, clusters),
    violated: new Tally(rows, clusters),
  }
  const worst = new WorstCases(options.keep ?? 10)
  const results: VariantResult[] = []
  const outcomes: RowOutcomes[] = []
  for (const variant of variants) {
    const changed = perturb(columns, variant, options)
    const after = { columns: changed, scores: await scoreAll(score, changed, rows) }
    const outcome = rowOutcomes(clean, after, threshold, suite.expect ?? {})
    tallies.failed.add(outcome.failed, outcome.expected)
    tallies.flipped.add(outcome.flipped, outcome.changed)
    tallies.violated.add(outcome.violated, outcome.directed)
    worst.add(variantName(variant), rowsOf(outcome.changed), outcome.sizes, clean, after)
    results.push(variantResult(variant, outcome, options))
    outcomes.push(outcome)
  }
  const attacked = await attackOf(columns, score, suite, options)
  if (attacked !== null) {
    const tried = attacked.changes.map((change) => (Number.isNaN(change) ? 0 : 1))
    tallies.failed.add(attacked.flipped, tried)
    tallies.flipped.add(attacked.flipped, tried)
  }
  const flips = [...outcomes.map(({ flipped }) => flipped), ...(attacked === null ? [] : [attacked.flipped])]
  const bySlice = (trials: RowTrials) => sliceShares(trials, options.slices ?? [])
  const slices = bySlice(tallies.failed.trials)
  const robust = robustTrials(clean.decisions, flips, labels, clusters)
  return {
    rows,
    unscored: clean.decisions.filter((decision) => decision === noDecision).length,
    cleanAccuracy: robustAccuracy(clean.decisions, [], labels, clusters),
    variants: results,
    failureRate: tallies.failed.share,
    flipRate: tallies.flipped.share,
    directionalViolations: tallies.violated.share,
    robustAccuracy: robust === null ? null : shareOf(robust),
    relativeCorruptionError: await corruptionError(columns, clean, variants, outcomes, options),
    slices,
    flipSlices: bySlice(tallies.flipped.trials),
    violationSlices: bySlice(tallies.violated.trials),
    robustSlices: robust === null ? null : bySlice(robust),
    worstSlice: worstSlice(slices, options.leastSliceRows ?? 30),
    worstCases: worst.cases,
    attack: attacked,
  }
}

async function scored(columns: Columns, score: ScoreRows, threshold: number): Promise<Clean> {
  const scores = await scoreAll(score, columns, rowCount(columns))
  return { columns, scores, decisions: decisionsOf(scores, threshold) }
}

function variantResult(variant: Variant, outcome: RowOutcomes, { labels, clusters }: SuiteOptions): VariantResult {
  const share = (hits: Float64Array, trials: Float64Array) => shareOf({ hits, trials, clusters })
  const changed = rowsOf(outcome.changed)
  return {
    perturbation: variant.perturbation,
    amount: variant.amount,
    severity: variant.severity,
    changedRows: changed.length,
    unscored: changed.filter((row) => outcome.decisions[row] === noDecision).length,
    meanChange: meanChange(outcome.sizes, changed, clusters),
    failureRate: share(outcome.failed, outcome.expected),
    flipRate: share(outcome.flipped, outcome.changed),
    directionalViolations: share(outcome.violated, outcome.directed),
    accuracy: robustAccuracy(outcome.decisions, [], labels, clusters),
  }
}

function rowsOf(marks: Float64Array): number[] {
  return [...marks.keys()].filter((row) => marks[row] === 1)
}

async function attackOf(
  columns: Columns,
  score: ScoreRows,
  suite: StressSuite,
  { immutable = [], seed, threshold, labels, clusters, keep }: SuiteOptions,
): Promise<AttackResult | null> {
  if (suite.attack === undefined) return null
  const { method, queries, rules = {} } = suite.attack
  const fixed = [...new Set([...immutable, ...(rules.immutable ?? [])])]
  const options = { method, queries, rules: { ...rules, immutable: fixed }, seed, threshold, labels, clusters, keep }
  return attack(columns, score, options)
}

/** Scores the reference under the same changes: they are made again, since keeping every changed table would cost more. */
async function corruptionError(
  columns: Columns,
  clean: Clean,
  variants: readonly Variant[],
  outcomes: readonly RowOutcomes[],
  options: SuiteOptions,
): Promise<Estimate | null> {
  const { labels, reference, threshold = 0.5, clusters, seed } = options
  if (labels === undefined || reference === undefined || variants.length === 0) return null
  const wrong = (decisions: Int32Array) =>
    Uint8Array.from(decisions, (decision, row) => Number(decision !== labels[row]))
  const byEntry = (errors: readonly Uint8Array[]) => {
    const entries = new Map<number, Uint8Array[]>()
    variants.forEach(({ entry }, i) => {
      entries.set(entry, [...(entries.get(entry) ?? []), errors[i]!])
    })
    return [...entries.values()].map((bySeverity) => ({ bySeverity }))
  }
  const referenceErrors: Uint8Array[] = []
  for (const variant of variants) {
    referenceErrors.push(wrong((await scored(perturb(columns, variant, options), reference, threshold)).decisions))
  }
  return relativeCorruptionError(
    { clean: wrong(clean.decisions), corruptions: byEntry(outcomes.map(({ decisions }) => wrong(decisions))) },
    { clean: wrong((await scored(columns, reference, threshold)).decisions), corruptions: byEntry(referenceErrors) },
    { seed: seedFromText(`${seed} relative corruption error`), clusters },
  )
}

function requireSingleScore({ scores }: Clean, { expect }: StressSuite): void {
  if (expect?.directional === undefined || scores instanceof Float64Array) return
  throw new RangeError(`A direction needs a single score, and the model gives ${scores.classes}; choose a class`)
}

function requireSuite(
  columns: Columns,
  rows: number,
  { expect, perturb: entries, attack: attacks }: StressSuite,
  options: SuiteOptions,
): void {
  if ((entries ?? []).length === 0 && attacks === undefined) {
    throw new RangeError('The suite does nothing; give perturbations or an attack')
  }
  for (const name of options.immutable ?? []) columnPosition(columns, name)
  requireDirections(columns, expect?.directional ?? {})
  const lengths: [string, ArrayLike<unknown> | undefined][] = [
    ['labels', options.labels],
    ['cluster ids', options.clusters],
    ...(options.slices ?? []).map(({ names, codes }): [string, ArrayLike<number>] => [
      `slice codes (${names[0]}, …)`,
      codes,
    ]),
  ]
  for (const [what, values] of lengths) {
    if (values !== undefined && values.length !== rows) {
      throw new RangeError(`There are ${values.length} ${what} for ${rows} rows; give one a row`)
    }
  }
}
