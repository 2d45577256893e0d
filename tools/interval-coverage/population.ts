import { type BinarySample, orderByScore } from '@sluice/metrics'
import type { Random } from '@sluice/stats'

/**
 * Two binary models with normal scores in either class (the binormal model), one noise partly shared. Labels are drawn row by
 * row, so that the number of positives is random as it is in real tables.
 *
 * A model sees x ~ N(0, 1) for negatives and x ~ N(separation, 1) for positives. Its calibrated log-odds of x are
 * `logit(prevalence) + separation · x − separation² / 2`; the score is the logistic of `shift + stretch ·` those, so that
 * shift 0 and stretch 1 are a calibrated model.
 */
export interface Population {
  readonly name: string
  readonly prevalence: number
  readonly candidate: Model
  readonly baseline: Model
  /** Correlation of the two models' x within a class. */
  readonly correlation: number
}

export interface Model {
  readonly separation: number
  readonly shift: number
  readonly stretch: number
}

export interface Table {
  readonly candidate: BinarySample
  readonly baseline: BinarySample
}

const distortions = {
  miscalibrated: { shift: 0.3, stretch: 1.4 },
  calibrated: { shift: 0, stretch: 1 },
} as const

/** Balanced and with 2 % positives; miscalibrated (too extreme and too high) and calibrated. */
export const populations: readonly Population[] = [0.5, 0.02].flatMap((prevalence) =>
  Object.entries(distortions).map(([calibration, distortion]) => ({
    name: `${100 * prevalence} % positives, ${calibration}`,
    prevalence,
    candidate: { separation: 1.5, ...distortion },
    baseline: { separation: 1.2, ...distortion },
    correlation: 0.8,
  })),
)

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** The log-odds of a positive at x. */
export function logOdds(prevalence: number, { separation }: Model, x: number): number {
  return Math.log(prevalence / (1 - prevalence)) + separation * x - separation ** 2 / 2
}

/** The logit of the score at x. */
export function scoreLogit(prevalence: number, model: Model, x: number): number {
  return model.shift + model.stretch * logOdds(prevalence, model, x)
}

/** The x at which the score has this logit. */
export function whereScoreLogit(prevalence: number, { separation, shift, stretch }: Model, logit: number): number {
  const odds = (logit - shift) / stretch
  return (odds - Math.log(prevalence / (1 - prevalence)) + separation ** 2 / 2) / separation
}

/** Rows of the population, scored by both models. */
export function drawTable(population: Population, rows: number, random: Random): Table {
  const { prevalence, candidate, baseline, correlation } = population
  const labels = new Uint8Array(rows)
  const own = new Float64Array(rows)
  const other = new Float64Array(rows)
  const rest = Math.sqrt(1 - correlation ** 2)
  for (let i = 0; i < rows; i++) {
    const label = random.uniform() < prevalence ? 1 : 0
    const noise = random.normal()
    labels[i] = label
    own[i] = logistic(scoreLogit(prevalence, candidate, noise + label * candidate.separation))
    const partly = correlation * noise + rest * random.normal()
    other[i] = logistic(scoreLogit(prevalence, baseline, partly + label * baseline.separation))
  }
  return {
    candidate: orderByScore(own, labels, { keepRows: true }),
    baseline: orderByScore(other, labels, { keepRows: true }),
  }
}
