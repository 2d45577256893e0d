import {
  type BinarySample,
  type Estimate,
  MetricInputError,
  type MulticlassSample,
  pairedDifference,
} from '@sluice/metrics'
import { interval, type Seed } from '@sluice/stats'
import { type Calibrator, isFitted, type NotFitted } from '../calibrators/calibrator.ts'
import { notFitted } from '../calibrators/fit-guards.ts'
import { identity } from '../calibrators/identity.ts'
import { requireMatrix } from '../calibrators/multiclass-guards.ts'
import { fitCalibrator } from '../calibrators/stored-calibrator.ts'
import { requireProbabilities } from '../samples/require-probabilities.ts'
import { crossFit, cutFolds, type Fold } from './cross-fit.ts'
import { binaryFamily, type Candidate, type Family, multiclassFamily, type Quality } from './families.ts'
import { stratifiedFolds } from './folds.ts'

export interface ChooseOptions {
  /** Default 5; fewer where a class has fewer rows. */
  readonly folds?: number
  /** Seeds the folds. Default 0. */
  readonly seed?: Seed
  /**
   * A method to take whatever the comparison says, however few the rows; it is compared all the same. Fitted to all rows it
   * is the method as its paper has it, where the comparison needs another fit (`Candidate.asked`).
   */
  readonly method?: string | undefined
  /** What methods are called in the choice, its reasons and errors; `method` may be either name. Default: their own names. */
  readonly nameOf?: (method: string) => string
}

/** How one method did on rows that it was not fitted to. */
export interface CandidateReport {
  readonly method: string
  /** `null` where it was not tried or could not be fitted; then `leftOut` says why. */
  readonly quality: Quality | null
  readonly leftOut?: string
  /** Log loss less that of the best method, row by row; `null` for the best itself. */
  readonly behindBest: Estimate | null
}

export interface Choice {
  readonly chosen: string
  /** One sentence: why this one. */
  readonly why: string
  /** The chosen method, fitted to all rows. */
  readonly calibrator: Calibrator
  /** How the calibrator differs from what was compared; absent where it does not. */
  readonly differs?: string
  readonly folds: number
  /** From the simplest method to the least simple. */
  readonly candidates: readonly CandidateReport[]
}

/** Rows of each class below which a comparison says nothing: two of them a fold. */
const leastOfClass = 10

/**
 * Tries every calibrator on the same rows by cross-fitting, and says which to take.
 *
 * Methods are compared by log loss, a proper score. The choice is the simplest method whose log loss is at most one
 * standard error of the paired difference behind the best (Breiman et al. 1984): more flexible ones must earn it. Isotonic
 * regression, histogram binning and Venn–Abers are left out below 1 000 rows, where they fit noise.
 *
 * @param sample rows that the model was not trained on, and that no gate judges
 * @returns why none is chosen: no rows, one class, constant scores, fewer than 10 rows of a class (2 where a method is
 *   asked for), scores that rank the wrong way round, or nothing that could be compared with leaving scores as they are
 * @throws {MetricInputError} for scores that are not probabilities
 */
export function chooseCalibrator(sample: BinarySample, options: ChooseOptions = {}): Choice | NotFitted {
  // Before folds are cut, in which rows have other numbers.
  requireProbabilities(sample)
  if (sample.scores.length > 0 && sample.scores[0] === sample.scores[sample.scores.length - 1])
    return notFitted('zero_variance')
  return choose(binaryFamily, sample, sample.labels, 2, options)
}

/** As {@link chooseCalibrator}, for the probabilities of several classes; calibration errors are those of the top label. */
export function chooseClassCalibrator(sample: MulticlassSample, options: ChooseOptions = {}): Choice | NotFitted {
  requireMatrix(sample.probabilities, sample.classes, 'probability')
  return choose(multiclassFamily, sample, sample.labels, sample.classes, options)
}

function choose<Sample extends BinarySample | MulticlassSample>(
  family: Family<Sample>,
  sample: Sample,
  labels: ArrayLike<number>,
  classes: number,
  { folds: wantedFolds = 5, seed = 0, method: wanted, nameOf = (method) => method }: ChooseOptions,
): Choice | NotFitted {
  if (!(Number.isInteger(wantedFolds) && wantedFolds >= 2 && wantedFolds <= 100))
    throw new MetricInputError('invalid_option', `folds is ${wantedFolds}: give a whole number from 2 to 100`)
  const names = family.candidates.map(({ method }) => nameOf(method.name))
  const asked = wanted === undefined ? null : positionOf(wanted, family, names)
  const counts = countsOfClasses(labels, classes)
  const fewest = counts.reduce((a, b) => Math.min(a, b), Infinity)
  if (labels.length === 0) return notFitted('empty')
  if (counts.filter((count) => count > 0).length === 1) return notFitted('one_class')
  if (fewest < (wanted === undefined ? leastOfClass : 2)) return tooFewOfAClass(counts, wanted)
  const wrongWay = family.wrongWay(sample)
  if (wrongWay !== null && wanted === undefined) return wrongWay
  const folds = Math.min(wantedFolds, fewest)
  const cut = cutFolds(family, sample, stratifiedFolds({ labels, clusters: sample.clusters }, folds, seed), folds)
  const tried = family.candidates.map((candidate, i) =>
    tryCandidate(family, i === asked ? { ...candidate, leastRows: 0 } : candidate, sample, cut),
  )
  const unchosen = wanted === undefined ? nothingToChoose(tried, nameOf) : null
  if (unchosen !== null) return unchosen
  const fitted = tried.filter((one) => one.calibrated !== null)
  const best = fitted.reduce((a, b) => (lossOf(b) < lossOf(a) ? b : a))
  const reports = tried.map((one, i): CandidateReport => {
    const name = names[i]
    if (one.calibrated === null) return { method: name, quality: null, leftOut: one.leftOut ?? '', behindBest: null }
    const behindBest = one === best ? null : pairedDifference(family.loss, one.calibrated, best.calibrated!, {})
    return { method: name, quality: one.quality, behindBest }
  })
  const simplest = reports.findIndex(({ quality, behindBest }) => quality !== null && isWithinNoise(behindBest))
  const taken = asked ?? simplest
  const { method, asked: byName } = family.candidates[taken]
  const other = asked === null ? undefined : byName
  const calibrator = fitCalibrator(other?.method ?? method, sample)
  if (!isFitted(calibrator)) return calibrator
  const compared =
    taken === simplest
      ? reasonFor(reports, taken, tried.indexOf(best), labels.length)
      : fitted.some(({ candidate }) => candidate.method.name !== identity.name)
        ? `It was asked for; the comparison would take ${reports[simplest].method}.`
        : 'It was asked for; no method could be fitted across the folds, so that there is no comparison.'
  const why = wrongWay === null ? compared : `${compared} Mind the scores: ${lowerFirst(wrongWay.explanation)}`
  const differs = other === undefined ? {} : { differs: other.differs }
  return { chosen: names[taken], why, calibrator, ...differs, folds, candidates: reports }
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

function positionOf<Sample>(wanted: string, { candidates }: Family<Sample>, names: readonly string[]): number {
  const at = candidates.findIndex(({ method }, i) => wanted === method.name || wanted === names[i])
  if (at >= 0) return at
  throw new MetricInputError(
    'invalid_option',
    `there is no calibrator '${wanted}' here: choose among ${names.join(', ')}`,
  )
}

interface Tried<Sample> {
  readonly candidate: Candidate<Sample>
  readonly calibrated: Sample | null
  readonly quality: Quality | null
  readonly leftOut?: string
  /** Why it could not be fitted, where it was tried. */
  readonly reason?: NotFitted['notFitted']
}

/**
 * Why there is no choice although the scores as they are could be measured: nothing else could, and what was compared with
 * nothing has not been found good.
 */
function nothingToChoose(tried: readonly Tried<unknown>[], nameOf: (method: string) => string): NotFitted | null {
  const others = tried.filter(({ candidate }) => candidate.method.name !== identity.name)
  if (others.some(({ calibrated }) => calibrated !== null)) return null
  const named = (why: string) =>
    others.filter(({ leftOut }) => leftOut === why).map((one) => nameOf(one.candidate.method.name))
  const reasons = [...new Set(others.map(({ leftOut = '' }) => leftOut))].map(
    (why) => `${named(why).join(', ')}: ${why.replace(/\.$/, '')}.`,
  )
  return {
    notFitted: others.find(({ reason }) => reason !== undefined)?.reason ?? 'too_few_rows',
    explanation: `No calibrator could be fitted across the folds, so that nothing was compared with the scores as they are. ${reasons.join(' ')}`,
  }
}

function tooFewOfAClass(counts: Uint32Array, wanted: string | undefined): NotFitted {
  const fewest = counts.reduce((a, b) => Math.min(a, b))
  const [needed, purpose] =
    wanted === undefined ? [leastOfClass, 'choosing a calibrator'] : [2, `cross-fitting ${wanted}`]
  const missing = counts.reduce((sum, count) => sum + Math.max(0, needed - count), 0)
  return {
    notFitted: 'too_few_rows',
    explanation: `Too few rows to tell: the rarest class has ${fewest}, and ${purpose} needs ${needed} of every class; ${missing} more ${missing === 1 ? 'row is' : 'rows are'} needed.`,
  }
}

function tryCandidate<Sample extends BinarySample | MulticlassSample>(
  family: Family<Sample>,
  candidate: Candidate<Sample>,
  sample: Sample,
  folds: readonly Fold<Sample>[],
): Tried<Sample> {
  const { method, leastRows } = candidate
  const none = { candidate, calibrated: null, quality: null }
  const rows = sample.labels.length
  if (rows < leastRows) return { ...none, leftOut: `needs ${leastRows} rows, there are ${rows}` }
  const scores = crossFit(family, method, sample, folds)
  if (!(scores instanceof Float64Array)) return { ...none, leftOut: scores.explanation, reason: scores.notFitted }
  const calibrated = family.withScores(sample, scores)
  return { candidate, calibrated, quality: family.quality(calibrated) }
}

function lossOf({ quality }: { quality: Quality | null }): number {
  return quality?.logLoss.value ?? Infinity
}

/** Level of an interval that reaches one standard error to either side. */
const ONE_STANDARD_ERROR = 0.6827

function isWithinNoise(behindBest: Estimate | null): boolean {
  if (behindBest === null) return true
  const { value, uncertainty } = behindBest
  if (value === null) return false
  return value === 0 || (uncertainty !== null && interval(value, uncertainty, ONE_STANDARD_ERROR).lower <= 0)
}

function reasonFor(reports: readonly CandidateReport[], taken: number, best: number, rows: number): string {
  const { method, behindBest } = reports[taken]
  const tooFew = reports.some(({ leftOut }) => leftOut?.startsWith('needs'))
  const scope = tooFew ? ` With ${rows} rows, methods that need 1 000 were not tried.` : ''
  if (method === 'identity')
    return `The scores are as good as any calibrator makes them: no method lowers log loss by more than its noise.${scope}`
  if (taken === best)
    return `It has the least log loss on rows it was not fitted to, and nothing simpler is within its noise.${scope}`
  const behind = behindBest?.value?.toPrecision(2) ?? '0'
  return `It is the simplest within noise of the best: ${behind} nats behind ${reports[best].method}, within one standard error.${scope}`
}

function countsOfClasses(labels: ArrayLike<number>, classes: number): Uint32Array {
  const counts = new Uint32Array(classes)
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++
  return counts
}
