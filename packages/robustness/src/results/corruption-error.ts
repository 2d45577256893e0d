import type { Estimate } from '@sluice/metrics'
import { bootstrap } from '@sluice/stats'

/** Which rows a model got wrong (1) and right (0), under each severity of one corruption. */
export interface CorruptionErrors {
  readonly bySeverity: readonly ArrayLike<number>[]
}

/** The errors of one model on the clean rows and on the same rows under every corruption. */
export interface ModelErrors {
  readonly clean: ArrayLike<number>
  readonly corruptions: readonly CorruptionErrors[]
}

export interface CorruptionErrorOptions {
  /** A whole number; see `seedFromText`. */
  readonly seed: number
  /** Default 1000. */
  readonly replicates?: number
  readonly clusters?: ArrayLike<number> | undefined
}

/**
 * The mean relative corruption error (Hendrycks & Dietterich 2019): the mean over corruptions of
 * Σ_s (E_cs − E_clean) / Σ_s (E'_cs − E'_clean), where E' are the errors of a reference model. 1 means that accuracy falls as
 * much as the reference's; below 1, less. The interval is the bootstrap over rows (or clusters), the same draw for both
 * models and all corruptions.
 *
 * @returns no value without rows or corruptions (`empty`), or where the reference loses nothing under one (`zero_target`)
 * @throws {RangeError} where the two models have different corruptions, severities or rows
 */
export function relativeCorruptionError(
  model: ModelErrors,
  reference: ModelErrors,
  options: CorruptionErrorOptions,
): Estimate {
  requireSameShape(model, reference)
  const rows = model.clean.length
  const counts = { rows, positives: null, effectiveRows: rows }
  if (rows === 0 || model.corruptions.length === 0) {
    return { ...counts, value: null, undefinedBecause: 'empty', uncertainty: null }
  }
  const statistic = (weights: ArrayLike<number> | null) => meanRatio(model, reference, weights)
  const value = statistic(null)
  if (value === null) return { ...counts, value, undefinedBecause: 'zero_target', uncertainty: null }
  const uncertainty = bootstrap(rows, statistic, { ...options, estimate: value })
  return uncertainty === null
    ? { ...counts, value, uncertainty, noInterval: 'the reference loses nothing in many replicates' }
    : { ...counts, value, uncertainty }
}

function meanRatio(model: ModelErrors, reference: ModelErrors, weights: ArrayLike<number> | null): number | null {
  let total = 0
  for (let c = 0; c < model.corruptions.length; c++) {
    const lost = lossUnder(reference, c, weights)
    if (!(lost > 0)) return null
    total += lossUnder(model, c, weights) / lost
  }
  return total / model.corruptions.length
}

/** Σ_s (E_cs − E_clean), up to the total weight, which the ratio does not depend on. */
function lossUnder({ clean, corruptions }: ModelErrors, corruption: number, weights: ArrayLike<number> | null): number {
  let total = 0
  for (const errors of corruptions[corruption]!.bySeverity) {
    for (let row = 0; row < clean.length; row++) total += (weights?.[row] ?? 1) * (errors[row]! - clean[row]!)
  }
  return total
}

function requireSameShape(model: ModelErrors, reference: ModelErrors): void {
  const shape = ({ clean, corruptions }: ModelErrors) =>
    `${clean.length} rows; ${corruptions.map(({ bySeverity }) => bySeverity.map((errors) => errors.length)).join('; ')}`
  if (shape(model) === shape(reference)) return
  throw new RangeError(
    `The errors of the model (${shape(model)}) and of the reference (${shape(reference)}) are not of the same runs`,
  )
}
