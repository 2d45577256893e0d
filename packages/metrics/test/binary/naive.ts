import type { Row } from './tables.ts'

/** Definitions, followed to the letter in quadratic time, for tables of a few rows. */
export interface Naive {
  readonly rocAuc: number
  readonly delongVariance: number
  readonly averagePrecision: number
  readonly ks: number
  readonly logLoss: number
  readonly brier: number
  readonly recallAtHalf: number
}

export function naive(rows: readonly Row[]): Naive {
  const positives = rows.filter(({ label }) => label === 1)
  const negatives = rows.filter(({ label }) => label === 0)
  const wins = (a: Row, b: Row) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)
  const v10 = positives.map((p) => mean(negatives.map((n) => wins(p, n))))
  const v01 = negatives.map((n) => mean(positives.map((p) => wins(p, n))))
  const recall = (t: number) => mean(positives.map(({ score }) => (score >= t ? 1 : 0)))
  const fpr = (t: number) => mean(negatives.map(({ score }) => (score >= t ? 1 : 0)))
  const precision = (t: number) => mean(rows.filter(({ score }) => score >= t).map(({ label }) => label))
  const losses = rows.map(({ score, label }) => {
    const p = Math.min(1 - 2 ** -52, Math.max(2 ** -52, score))
    return label === 1 ? -Math.log(p) : -Math.log1p(-p)
  })
  return {
    rocAuc: mean(v10),
    delongVariance: variance(v10) / v10.length + variance(v01) / v01.length,
    averagePrecision: mean(positives.map(({ score }) => precision(score))),
    ks: Math.max(...rows.map(({ score }) => Math.abs(recall(score) - fpr(score)))),
    logLoss: mean(losses),
    brier: mean(rows.map(({ score, label }) => (score - label) ** 2)),
    recallAtHalf: recall(0.5),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function variance(values: readonly number[]): number {
  const center = mean(values)
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1)
}
