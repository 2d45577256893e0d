import type { BinarySample } from '@sluice/metrics'
import { createRandom } from '@sluice/stats'
import { binarySample } from './vectors.ts'

export interface Model {
  /** Mean and spread of the scores' logits. */
  readonly center: number
  readonly spread: number
  /** The truth: logit of the probability is `intercept + center + slope · (logit score − center)`. */
  readonly intercept: number
  readonly slope: number
}

export interface Drawn {
  readonly scores: number[]
  readonly labels: number[]
  readonly truth: number[]
}

export function draw(rows: number, model: Model, seed: number): Drawn {
  const random = createRandom(seed)
  const drawn: Drawn = { scores: [], labels: [], truth: [] }
  for (let i = 0; i < rows; i++) {
    const logit = model.center + model.spread * random.normal()
    const truth = logistic(model.intercept + model.center + model.slope * (logit - model.center))
    drawn.scores.push(logistic(logit))
    drawn.truth.push(truth)
    drawn.labels.push(random.uniform() < truth ? 1 : 0)
  }
  return drawn
}

export function drawSample(rows: number, model: Model, seed: number): BinarySample {
  const { scores, labels } = draw(rows, model, seed)
  return binarySample(scores, labels)
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
