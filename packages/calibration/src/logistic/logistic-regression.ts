import { invertSymmetric, solveSymmetric } from './symmetric-matrix.ts'

/** A logistic model `logit P = Σ βⱼ xⱼ`, fitted by maximum likelihood. */
export interface LogisticProblem {
  /** One column a coefficient, equally long. */
  readonly columns: readonly Float64Array[]
  /** 0 or 1, or anything between: a smoothed target. */
  readonly targets: ArrayLike<number>
  readonly weights?: Float64Array | undefined
}

export interface LogisticFit {
  readonly coefficients: readonly number[]
  /** Inverse of the information matrix, row-major: the model's own covariance. */
  readonly covariance: readonly number[]
  readonly logLikelihood: number
  readonly iterations: number
}

const MOST_STEPS = 100
/** A Newton step this small leaves an error of about its square: the point need not be looked at again. */
const SMALL_STEP = 1e-8
/** Coefficients beyond this many units only grow: the classes are separated. */
const FAR = 1e6

/**
 * Fits a logistic model by Newton's method with halved steps where the likelihood would fall.
 *
 * @param start where to begin; zeros unless given
 * @returns `null` where the likelihood has no finite maximum (separated classes) or a column is constant or repeated
 */
export function fitLogistic(problem: LogisticProblem, start?: readonly number[]): LogisticFit | null {
  const size = problem.columns.length
  let beta = Float64Array.from(start ?? new Array<number>(size).fill(0))
  let at = likelihoodAt(problem, beta)
  for (let iteration = 1; iteration <= MOST_STEPS; iteration++) {
    const step = solveSymmetric(at.information, at.gradient)
    if (step === null) return null
    const most = Math.max(...beta.map(Math.abs))
    if (Math.max(...step.map(Math.abs)) <= SMALL_STEP * Math.max(1, most)) {
      beta = beta.map((value, j) => value + step[j])
      const covariance = invertSymmetric(at.information, size)
      if (covariance === null || isSeparated(at, problem)) return null
      return {
        coefficients: [...beta],
        covariance: [...covariance],
        logLikelihood: at.logLikelihood,
        iterations: iteration,
      }
    }
    const moved = moveUphill(problem, beta, step, at)
    beta = moved.beta
    at = moved.at
    if (!(Math.max(...beta.map(Math.abs)) < FAR)) return null
  }
  return null
}

/** The step, halved until the likelihood does not fall. */
function moveUphill(problem: LogisticProblem, beta: Float64Array, step: Float64Array, at: Likelihood) {
  for (let scale = 1; ; scale /= 2) {
    const next = beta.map((value, j) => value + scale * step[j])
    const there = likelihoodAt(problem, next)
    const falls = !(there.logLikelihood >= at.logLikelihood - 1e-12 * Math.abs(at.logLikelihood))
    if (!falls || scale < 1e-8) return { beta: next, at: there }
  }
}

interface Likelihood {
  logLikelihood: number
  readonly gradient: Float64Array
  readonly information: Float64Array
}

/** Certain about every row, and right: a boundary at infinity that rounding has stopped. */
function isSeparated({ logLikelihood }: Likelihood, { targets, weights }: LogisticProblem): boolean {
  let weight = 0
  for (let i = 0; i < targets.length; i++) weight += weights === undefined ? 1 : weights[i]
  return logLikelihood > -1e-9 * weight
}

/** Rows that are summed by one call: small functions that are called often are compiled early. */
const blockRows = 4096

function likelihoodAt(problem: LogisticProblem, beta: Float64Array): Likelihood {
  const size = beta.length
  const sums = new Float64Array(1 + size + size * size)
  const rows = problem.targets.length
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows)
    if (size === 2 && problem.weights === undefined) addPlane(problem, beta, from, to, sums)
    else if (size === 2) addWeightedPlane(problem, beta, from, to, sums)
    else addRows(problem, beta, from, to, sums)
  }
  const information = sums.subarray(1 + size)
  for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) information[j * size + k] = information[k * size + j]
  return { logLikelihood: sums[0], gradient: sums.subarray(1, 1 + size), information }
}

/** Adds log-likelihood, gradient and the upper triangle of the information over some rows. */
function addRows(
  { columns, targets, weights }: LogisticProblem,
  beta: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const size = beta.length
  for (let i = from; i < to; i++) {
    let eta = 0
    for (let j = 0; j < size; j++) eta += beta[j] * columns[j][i]
    const e = Math.exp(-Math.abs(eta))
    const p = eta >= 0 ? 1 / (1 + e) : e / (1 + e)
    const w = weights === undefined ? 1 : weights[i]
    const target = targets[i]
    sums[0] += w * (target * eta - Math.max(0, eta) - Math.log1p(e))
    const residual = w * (target - p)
    const spread = (w * e) / ((1 + e) * (1 + e))
    for (let j = 0; j < size; j++) {
      const x = columns[j][i]
      sums[1 + j] += residual * x
      for (let k = j; k < size; k++) sums[1 + size + j * size + k] += spread * x * columns[k][i]
    }
  }
}

/** {@link addRows} for two columns without weights, with the sums kept out of memory. */
function addPlane(
  { columns: [first, second], targets }: LogisticProblem,
  beta: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const [b, c] = beta
  let [likelihood, g, h, gg, gh, hh] = [0, 0, 0, 0, 0, 0]
  // Σ log(1 + e) as the logarithm of a product of factors up to 2, which cannot overflow before it is taken.
  let product = 1
  for (let i = from; i < to; i++) {
    const x = first[i]
    const z = second[i]
    const eta = b * x + c * z
    const e = Math.exp(eta > 0 ? -eta : eta)
    const whole = 1 / (1 + e)
    const target = targets[i]
    likelihood += target * eta - (eta > 0 ? eta : 0)
    product *= 1 + e
    if (product > 1e280) {
      likelihood -= Math.log(product)
      product = 1
    }
    const residual = target - (eta > 0 ? whole : e * whole)
    const spread = e * whole * whole
    g += residual * x
    h += residual * z
    gg += spread * x * x
    gh += spread * x * z
    hh += spread * z * z
  }
  sums[0] += likelihood - Math.log(product)
  sums[1] += g
  sums[2] += h
  sums[3] += gg
  sums[4] += gh
  sums[6] += hh
}

/** {@link addRows} for two columns with weights. */
function addWeightedPlane(
  { columns: [first, second], targets, weights }: LogisticProblem,
  beta: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const [b, c] = beta
  let [likelihood, g, h, gg, gh, hh] = [0, 0, 0, 0, 0, 0]
  for (let i = from; i < to; i++) {
    const x = first[i]
    const z = second[i]
    const w = weights![i]
    const eta = b * x + c * z
    const e = Math.exp(eta > 0 ? -eta : eta)
    const whole = 1 / (1 + e)
    const target = targets[i]
    likelihood += w * (target * eta - (eta > 0 ? eta : 0) - Math.log1p(e))
    const residual = w * (target - (eta > 0 ? whole : e * whole))
    const spread = w * e * whole * whole
    g += residual * x
    h += residual * z
    gg += spread * x * x
    gh += spread * x * z
    hh += spread * z * z
  }
  sums[0] += likelihood
  sums[1] += g
  sums[2] += h
  sums[3] += gg
  sums[4] += gh
  sums[6] += hh
}
