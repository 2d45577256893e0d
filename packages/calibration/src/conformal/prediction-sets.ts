import { MetricInputError } from '@sluice/metrics'
import { type ClassProbabilities, type ClassScore, classScores } from './class-scores.ts'
import { type ConformalGroups, type GroupThreshold, groupThresholds, rowThresholds } from './groups.ts'

export interface PredictionSetOptions {
  /** The share of rows whose class may be missing from their set. */
  readonly alpha: number
  readonly score: ClassScore
  /** Mondrian: keep the promise within each group. */
  readonly groups?: ConformalGroups
}

/** What calibration fits for sets of classes: plain JSON, and all that {@link predictionSets} needs. */
export interface FittedPredictionSets {
  readonly schema: 'sluice.conformal/1'
  readonly kind: 'sets'
  readonly alpha: number
  readonly score: ClassScore
  readonly thresholds: readonly GroupThreshold[]
}

/** Rows of classes, row-major (`rows × classes`): 1 where the class is in the row's set. */
export interface PredictionSets {
  readonly members: Uint8Array
  readonly classes: number
}

/**
 * Calibrates sets of classes that hold the true one in at least 1 − α of new rows exchangeable with these (split conformal
 * prediction; within each group with `groups`).
 *
 * @param labels class numbers of rows that the model was not fitted on
 * @throws {MetricInputError} for labels that are no class, probabilities outside [0, 1], α outside (0, 1)
 */
export function fitPredictionSets(
  sample: ClassProbabilities & { readonly labels: ArrayLike<number> },
  { alpha, score, groups }: PredictionSetOptions,
): FittedPredictionSets {
  const { labels, classes } = sample
  const all = classScores(sample, score)
  if (labels.length * classes !== all.length) {
    throw new MetricInputError('length_mismatch', `${labels.length} labels for ${all.length / classes} rows.`)
  }
  const scores = Float64Array.from({ length: labels.length }, (_, i) => {
    const label = labels[i]
    if (Number.isInteger(label) && label >= 0 && label < classes) return all[i * classes + label]
    throw new MetricInputError(
      'invalid_label',
      `Label ${label} of row ${i} is none of the classes 0 … ${classes - 1}.`,
      {
        row: i,
        count: 1,
      },
    )
  })
  return {
    schema: 'sluice.conformal/1',
    kind: 'sets',
    alpha,
    score,
    thresholds: groupThresholds(scores, alpha, groups),
  }
}

export interface ApplySetsOptions {
  readonly groups?: ConformalGroups
  /** Of randomised scores: seeds these rows' shares. Default: derived from the seed of the calibration, never the same. */
  readonly seed?: number | string
  /** Puts the likeliest class into sets that would be empty: never less coverage, and always an answer. */
  readonly fillEmpty?: boolean
}

/**
 * The classes whose score is at most the threshold, row by row. Every class, where the row's group was too small or is
 * unknown. A set may be empty (no class is like the calibration rows) unless `fillEmpty`.
 *
 * @throws {MetricInputError} for probabilities outside [0, 1], or groups where the calibration has some and none are given
 */
export function predictionSets(
  fitted: FittedPredictionSets,
  sample: ClassProbabilities,
  options: ApplySetsOptions = {},
): PredictionSets {
  const { classes, probabilities } = sample
  const scores = classScores(sample, reseeded(fitted.score, options.seed))
  const rows = scores.length / classes
  const thresholds = rowThresholds(fitted.thresholds, rows, options.groups)
  const members = Uint8Array.from(scores, (score, i) => (score <= thresholds[Math.floor(i / classes)] ? 1 : 0))
  if (options.fillEmpty === true) fillEmpty(members, probabilities, classes)
  return { members, classes }
}

function reseeded(score: ClassScore, seed: number | string | undefined): ClassScore {
  if (score.kind === 'lac' || score.randomised === undefined) return score
  return { ...score, randomised: seed ?? `new rows after ${score.randomised}` }
}

function fillEmpty(members: Uint8Array, probabilities: Float64Array, classes: number): void {
  for (let start = 0; start < members.length; start += classes) {
    if (members.subarray(start, start + classes).includes(1)) continue
    let likeliest = 0
    for (let k = 1; k < classes; k++) {
      if (probabilities[start + k] > probabilities[start + likeliest]) likeliest = k
    }
    members[start + likeliest] = 1
  }
}
