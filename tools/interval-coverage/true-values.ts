import { normalCdf, normalDensity } from '@sluice/stats'
import { logistic, logOdds, type Model, scoreLogit, whereScoreLogit } from './population.ts'

/**
 * What measures are on the whole population of a binormal model: closed forms where there are some, else integrals over x
 * by the trapezoidal rule, which is exact to many digits for smooth functions that vanish at both ends.
 */
export interface TrueValues {
  readonly rocAuc: number
  readonly averagePrecision: number
  readonly recall: number
  readonly logLoss: number
  readonly brier: number
  readonly ece: number
  readonly rmsce: number
  readonly smoothEce: number
  readonly kernelCalibrationError: number
  readonly calibrationSlope: number
  readonly calibrationIntercept: number
  readonly calibrationLevel: number
}

export interface TrueValueOptions {
  /** Where recall is taken. */
  readonly threshold: number
  /** Bins of equal width. */
  readonly bins: number
  /** Of the Laplace kernel. */
  readonly bandwidth: number
}

/** Steps over x: the densities are below 1e-16 beyond the ends. */
const [from, to, steps] = [-8.5, 10.5, 1900]
const step = (to - from) / steps

export function trueValues(prevalence: number, model: Model, options: TrueValueOptions): TrueValues {
  const { separation, shift, stretch } = model
  const nodes = nodesOf(prevalence, model)
  const bins = binErrors(prevalence, model, options.bins)
  return {
    rocAuc: normalCdf(separation / Math.SQRT2),
    averagePrecision:
      over(nodes, ({ x, positive }) => positive * precisionFrom(prevalence, separation, x)) / prevalence,
    recall: normalCdf(separation - whereScoreLogit(prevalence, model, logit(options.threshold))),
    logLoss: over(nodes, ({ z, positive, negative }) => positive * softplus(-z) + negative * softplus(z)),
    brier: over(nodes, ({ score, positive, negative }) => positive * (1 - score) ** 2 + negative * score ** 2),
    ece: bins.reduce((sum, { error }) => sum + Math.abs(error), 0),
    rmsce: Math.sqrt(bins.reduce((sum, { error, share }) => sum + error ** 2 / share, 0)),
    smoothEce: smoothError(nodes),
    kernelCalibrationError: kernelError(nodes, options.bandwidth),
    calibrationSlope: 1 / stretch,
    calibrationIntercept: 0 - shift / stretch,
    calibrationLevel: rootOf((level) => over(nodes, ({ z, density }) => density * logistic(level + z)) - prevalence),
  }
}

interface Node {
  readonly x: number
  readonly positive: number
  readonly negative: number
  readonly density: number
  /** Logit of the score. */
  readonly z: number
  readonly score: number
  /** (chance of a positive − score) · density; exactly 0 for a calibrated model. */
  readonly residual: number
}

function nodesOf(prevalence: number, model: Model): Node[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const x = from + i * step
    const positive = prevalence * normalDensity(x - model.separation)
    const negative = (1 - prevalence) * normalDensity(x)
    const density = positive + negative
    const z = scoreLogit(prevalence, model, x)
    const score = logistic(z)
    const residual = (logistic(logOdds(prevalence, model, x)) - score) * density
    return { x, positive, negative, density, z, score, residual }
  })
}

function over(nodes: readonly Node[], of: (node: Node) => number): number {
  return step * nodes.reduce((sum, node) => sum + of(node), 0)
}

/** The share of positives at and above x. */
function precisionFrom(prevalence: number, separation: number, x: number): number {
  const positives = prevalence * normalCdf(separation - x)
  const all = positives + (1 - prevalence) * normalCdf(-x)
  return all > 0 ? positives / all : 1
}

/** By bin of equal width: the share of rows, and the share of positives less the mean score, times that. */
function binErrors(prevalence: number, model: Model, bins: number): { share: number; error: number }[] {
  const end = (b: number) => (b === 0 ? from : b === bins ? to : whereScoreLogit(prevalence, model, logit(b / bins)))
  return Array.from({ length: bins }, (_, b) => {
    const [low, high] = [Math.max(from, end(b)), Math.min(to, end(b + 1))]
    const positives = prevalence * (normalCdf(high - model.separation) - normalCdf(low - model.separation))
    const negatives = (1 - prevalence) * (normalCdf(high) - normalCdf(low))
    const density = (x: number) =>
      prevalence * normalDensity(x - model.separation) + (1 - prevalence) * normalDensity(x)
    const scores = simpson((x) => density(x) * logistic(scoreLogit(prevalence, model, x)), low, high)
    const share = positives + negatives
    const isCalibrated = model.shift === 0 && model.stretch === 1
    return { share, error: isCalibrated ? 0 : positives - scores }
  }).filter(({ share }) => share > 0)
}

function simpson(f: (x: number) => number, low: number, high: number): number {
  const intervals = 400
  const width = (high - low) / intervals
  let sum = f(low) + f(high)
  for (let i = 1; i < intervals; i++) sum += (i % 2 === 1 ? 4 : 2) * f(low + i * width)
  return (sum * width) / 3
}

/** Błasiok & Nakkiran's error at the bandwidth that equals it, with residuals smoothed by a Gaussian reflected at 0 and 1. */
function smoothError(nodes: readonly Node[]): number {
  if (nodes.every(({ residual }) => residual === 0)) return 0
  return rootOf((bandwidth) => bandwidth - smoothedAt(nodes, bandwidth), 1e-4, 1, 24)
}

function smoothedAt(nodes: readonly Node[], bandwidth: number): number {
  const points = 800
  let sum = 0
  for (let j = 0; j <= points; j++) {
    const at = j / points
    let residual = 0
    for (const node of nodes) {
      for (const image of [node.score, -node.score, 2 - node.score]) {
        const distance = (at - image) / bandwidth
        if (Math.abs(distance) < 8) residual += node.residual * Math.exp((-distance * distance) / 2)
      }
    }
    sum += Math.abs(residual) * (j === 0 || j === points ? 0.5 : 1)
  }
  return (sum * step) / (points * bandwidth * Math.sqrt(2 * Math.PI))
}

function kernelError(nodes: readonly Node[], bandwidth: number): number {
  return over(nodes, (one) =>
    one.residual === 0
      ? 0
      : one.residual *
        over(nodes, (other) => other.residual * Math.exp(-Math.abs(one.score - other.score) / bandwidth)),
  )
}

/** Where a rising function is 0, by bisection. */
function rootOf(rising: (x: number) => number, least = -20, most = 20, halvings = 50): number {
  let [low, high] = [least, most]
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2
    if (rising(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p)
}

/** ln(1 + eˣ). */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}
