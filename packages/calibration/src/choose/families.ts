import {
  type BinarySample,
  brier,
  type Estimate,
  logLoss,
  type Metric,
  type MulticlassSample,
  multiclassBrier,
  multiclassLogLoss,
  orderByScore,
} from '@sluice/metrics'
import { beta } from '../calibrators/beta.ts'
import type { CalibrationMethod, NotFitted } from '../calibrators/calibrator.ts'
import { histogramBinning } from '../calibrators/histogram-binning.ts'
import { identity } from '../calibrators/identity.ts'
import { isotonic } from '../calibrators/isotonic.ts'
import { oneVersusRest } from '../calibrators/one-versus-rest.ts'
import { platt } from '../calibrators/platt.ts'
import { classTemperature, temperature } from '../calibrators/temperature.ts'
import { vectorScaling } from '../calibrators/vector-scaling.ts'
import { vennAbers } from '../calibrators/venn-abers.ts'
import { ece } from '../errors/ece.ts'
import { topLabelEce } from '../errors/multiclass-ece.ts'
import { smoothEce } from '../errors/smooth-ece.ts'
import { ofTopLabel } from '../errors/top-label.ts'
import { classSample } from '../samples/multiclass-samples.ts'
import { positionsOf, subsetOf } from '../samples/subset.ts'

/** A method among which is chosen. */
export interface Candidate<Sample> {
  // biome-ignore lint/suspicious/noExplicitAny: parameters stay with the method that made them
  readonly method: CalibrationMethod<Sample, any>
  /** Rows below which the method is not considered: it would fit noise. */
  readonly leastRows: number
  /** What is fitted to all rows where this method is asked for by its name, and one sentence on how it differs. */
  readonly asked?: AskedFor<Sample>
}

interface AskedFor<Sample> {
  // biome-ignore lint/suspicious/noExplicitAny: parameters stay with the method that made them
  readonly method: CalibrationMethod<Sample, any>
  readonly differs: string
}

/** Each estimate is worked out when it is first read: choosing reads the log loss alone. */
export interface Quality {
  readonly logLoss: Estimate
  readonly brier: Estimate
  readonly ece: Estimate
  readonly smoothEce: Estimate
}

/** What choosing needs to know of a kind of sample. Candidates stand from the simplest to the least simple. */
export interface Family<Sample> {
  readonly candidates: readonly Candidate<Sample>[]
  readonly loss: Metric<Sample, Record<never, never>>
  scores(sample: Sample): Float64Array
  /** The positions that `keep` names, in their order. */
  subset(sample: Sample, keep: (position: number) => boolean): Sample
  /** The sample with other scores, by position. */
  withScores(sample: Sample, scores: Float64Array): Sample
  /** Scores a row. */
  width(sample: Sample): number
  quality(sample: Sample): Quality
  /** Why no increasing map fits, or `null`: a flexible method would flatten or turn the ranking without a word. */
  wrongWay(sample: Sample): NotFitted | null
}

/** Rows from which isotonic regression and its kin beat parametric maps more often than not (Niculescu-Mizil & Caruana 2005). */
const ENOUGH_ROWS = 1000
const binning = { bins: 15, strategy: 'quantile' } as const

/** A certainty that is wrong once costs an infinite log loss, by which no method could be compared. */
const compared = isotonic({ range: 'bounded' })
const differs =
  "The calibrator is scikit-learn's isotonic regression, whose values may be 0 and 1; what is compared keeps them from 1/(n + 2) to (n + 1)/(n + 2), for the log loss of a certainty that is wrong is infinite."

export const binaryFamily: Family<BinarySample> = {
  candidates: [
    { method: identity, leastRows: 0 },
    { method: temperature(), leastRows: 0 },
    { method: platt(), leastRows: 0 },
    { method: beta(), leastRows: 0 },
    { method: histogramBinning({ smoothing: 'laplace' }), leastRows: ENOUGH_ROWS },
    { method: compared, leastRows: ENOUGH_ROWS, asked: { method: isotonic(), differs } },
    { method: vennAbers, leastRows: ENOUGH_ROWS },
  ],
  loss: logLoss,
  scores: ({ scores }) => scores,
  subset: subsetOf,
  withScores: ({ labels, weights, clusters }, scores) =>
    orderByScore(scores, labels, { weights, clusters, keepRows: true }),
  width: () => 1,
  wrongWay(sample) {
    const fit = platt().fit(sample)
    return isWrongWay(fit) ? fit : null
  },
  quality: (sample) =>
    onceEach({
      logLoss: () => logLoss.estimate(sample, {}),
      brier: () => brier.estimate(sample, {}),
      ece: () => ece.estimate(sample, binning),
      smoothEce: () => smoothEce.estimate(sample, {}),
    }),
}

const topLabelSmoothEce = ofTopLabel(smoothEce)

export const multiclassFamily: Family<MulticlassSample> = {
  candidates: [
    { method: identity, leastRows: 0 },
    { method: classTemperature(), leastRows: 0 },
    { method: vectorScaling(), leastRows: 0 },
    { method: oneVersusRest(platt()), leastRows: 0 },
    { method: oneVersusRest(beta()), leastRows: 0 },
    {
      method: oneVersusRest(compared),
      leastRows: ENOUGH_ROWS,
      asked: { method: oneVersusRest(isotonic()), differs },
    },
    { method: oneVersusRest(vennAbers), leastRows: ENOUGH_ROWS },
  ],
  loss: multiclassLogLoss,
  scores: ({ probabilities }) => probabilities,
  subset({ labels, probabilities, classes, weights, clusters }, keep) {
    const positions = positionsOf(labels.length, keep)
    const columns = new Float64Array(positions.length * classes)
    positions.forEach((from, to) => {
      columns.set(probabilities.subarray(from * classes, (from + 1) * classes), to * classes)
    })
    return {
      labels: Uint16Array.from(positions, (i) => labels[i]),
      probabilities: columns,
      classes,
      weights: weights && Float64Array.from(positions, (i) => weights[i]),
      clusters: clusters && Uint32Array.from(positions, (i) => clusters[i]),
    }
  },
  withScores: (sample, probabilities) => ({ ...sample, probabilities }),
  width: ({ classes }) => classes,
  // Of a class that the model cannot tell, chance alone may turn the slope.
  wrongWay(sample) {
    const { classes } = sample
    const turned = Array.from({ length: classes }, (_, c) => platt().fit(classSample(sample, c))).filter(isWrongWay)
    if (turned.length <= classes / 2) return null
    return {
      notFitted: 'not_attainable',
      explanation: `Of ${turned.length} of the ${classes} classes, higher probabilities go with fewer rows, so that no increasing map fits: check which column is which class, and whether the columns are distances.`,
    }
  },
  quality: (sample) =>
    onceEach({
      logLoss: () => multiclassLogLoss.estimate(sample, {}),
      brier: () => multiclassBrier.estimate(sample, {}),
      ece: () => topLabelEce.estimate(sample, binning),
      smoothEce: () => topLabelSmoothEce.estimate(sample, {}),
    }),
}

function isWrongWay(fit: object | NotFitted): fit is NotFitted {
  return 'notFitted' in fit && fit.notFitted === 'not_attainable'
}

/** Properties that are worked out when they are first read, and stand there like any other. */
function onceEach<Name extends string, Value>(of: Record<Name, () => Value>): Record<Name, Value> {
  const object = {} as Record<Name, Value>
  for (const name of Object.keys(of) as Name[]) {
    let known: { readonly value: Value } | null = null
    Object.defineProperty(object, name, {
      enumerable: true,
      get: () => {
        known ??= { value: of[name]() }
        return known.value
      },
    })
  }
  return object
}
