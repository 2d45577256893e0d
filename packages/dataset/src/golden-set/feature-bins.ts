import { binByStarts } from '../slices/bin-partition.ts'
import { binLabel, freeLabel, numberLabel } from '../slices/labels.ts'
import type { Feature } from './shared-features.ts'

/** How a feature's values fall into bins, as the production table has them. */
export interface FeatureBins {
  readonly labels: readonly string[]
  /** The bin of a value; −1 for one that production does not know. */
  binOf(value: number): number
}

/** Up to so many distinct numbers each is a bin of its own; beyond, as many bins of equal frequency. */
export const mostBins = 20

/**
 * Bins for one feature: each value of a category or of a number of few values; otherwise at most 20 bins of as equal frequency
 * as ties allow, `[a, b)`, the last one closed. Missing values are a bin where production has some.
 */
export function featureBins({ kind, labels }: Feature, production: Float64Array): FeatureBins {
  const present = production.filter((value) => !Number.isNaN(value))
  const bins = kind === 'category' ? categoryBins(present, labels) : numberBins(present)
  if (present.length === production.length) {
    return { labels: bins.labels, binOf: (value) => (Number.isNaN(value) ? -1 : bins.binOf(value)) }
  }
  const missing = bins.labels.length
  return {
    labels: [...bins.labels, freeLabel('missing', bins.labels)],
    binOf: (value) => (Number.isNaN(value) ? missing : bins.binOf(value)),
  }
}

function categoryBins(present: Float64Array, labels: readonly string[]): FeatureBins {
  const codes = [...new Set(present)].sort((a, b) => a - b)
  return valueBins(
    codes,
    codes.map((code) => labels[code]),
  )
}

function numberBins(present: Float64Array): FeatureBins {
  const sorted = present.slice().sort()
  const distinct: number[] = []
  for (let i = 0; i < sorted.length && distinct.length <= mostBins; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(sorted[i])
  }
  if (distinct.length <= mostBins) return valueBins(distinct, distinct.map(numberLabel))
  const starts = [
    ...new Set(Array.from({ length: mostBins }, (_, j) => sorted[Math.floor((j * sorted.length) / mostBins)])),
  ]
  const greatest = sorted[sorted.length - 1]
  const bin = binByStarts(starts)
  return {
    labels: starts.map((from, b) => binLabel(from, starts[b + 1] ?? greatest, b === starts.length - 1, numberLabel)),
    binOf: (value) => (value > greatest ? -1 : bin(value)),
  }
}

function valueBins(values: readonly number[], labels: readonly string[]): FeatureBins {
  const places = new Map(values.map((value, bin) => [value, bin]))
  return { labels, binOf: (value) => places.get(value) ?? -1 }
}
