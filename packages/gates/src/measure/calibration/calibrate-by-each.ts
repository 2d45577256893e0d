import {
  type Candidate,
  crossFit,
  cutFolds,
  type Family,
  isFitted,
  type NotFitted,
  stratifiedFolds,
} from '@sluice/calibration'

/** The judged rows under one method. */
export interface CalibratedSample<Sample> {
  readonly method: string
  /** `null` where it was not tried; then `leftOut` says why. */
  readonly sample: Sample | null
  readonly leftOut?: string
}

interface Rows {
  readonly labels: ArrayLike<number>
  readonly clusters?: Uint32Array | undefined
}

const folds = 5

/**
 * What calibrates the judged rows by one method after the other: fitted on other rows, or, where `fitting` is `null`, on the
 * judged ones apart from the fold that is calibrated.
 */
export function calibrateByEach<Sample extends Rows>(
  family: Family<Sample>,
  fitting: Sample | null,
  judged: Sample,
  seed: number,
): (candidate: Candidate<Sample>) => CalibratedSample<Sample> {
  const rows = (fitting ?? judged).labels.length
  const cut = fitting === null ? cutFolds(family, judged, stratifiedFolds(judged, folds, seed), folds) : null
  return ({ method, leastRows }) => {
    const { name } = method
    if (rows < leastRows) return { method: name, sample: null, leftOut: `needs ${leastRows} rows, there are ${rows}` }
    const scores = cut === null ? fittedScores(family, method, fitting!, judged) : crossFit(family, method, judged, cut)
    if (!(scores instanceof Float64Array)) return { method: name, sample: null, leftOut: scores.explanation }
    return { method: name, sample: family.withScores(judged, scores) }
  }
}

function fittedScores<Sample>(
  family: Family<Sample>,
  method: Candidate<Sample>['method'],
  fitting: Sample,
  judged: Sample,
): Float64Array | NotFitted {
  const fit = method.fit(fitting)
  return isFitted(fit) ? method.transform(fit, family.scores(judged)) : fit
}
