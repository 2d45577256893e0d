import { quantiles, sum } from '@sluice/stats'
import { asKind } from '../columns/column.ts'
import { byNumber, type Perturbation, positive } from './perturbation.ts'

/** Normal noise, as wide as `amount` standard deviations of the column. A constant column stays as it is. */
export const noise: Perturbation = noiseOf('noise', 'standard deviations', standardDeviation)

/** Normal noise, as wide as `amount` interquartile ranges of the column: outliers do not widen it. */
export const robustNoise: Perturbation = noiseOf('robust_noise', 'interquartile ranges', interquartileRange)

function noiseOf(name: string, unit: string, spreadOf: (values: Float64Array) => number): Perturbation {
  return {
    name,
    summary: `Adds normal noise of \`amount\` ${unit} of the column; whole numbers are rounded.`,
    kinds: ['number', 'integer', 'time'],
    severities: [0.02, 0.05, 0.1, 0.2, 0.4],
    ...positive,
    change: byNumber((column, amount, random) => {
      const width = amount * spreadOf(column.values.filter(Number.isFinite))
      return (value) => asKind(column.kind, value + width * random.normal())
    }),
  }
}

function standardDeviation(values: Float64Array): number {
  if (values.length < 2) return 0
  const mean = sum(values) / values.length
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1))
}

function interquartileRange(values: Float64Array): number {
  const [low = 0, high = 0] = quantiles(values, [0.25, 0.75]) ?? []
  return high - low
}
