import { readFileSync } from 'node:fs'
import type { BinarySample } from '../../src/index.ts'

interface Vectors {
  readonly labels: readonly number[]
  readonly reference: readonly number[]
  readonly variant: readonly number[]
  readonly rates: Readonly<Record<'negative' | 'positive' | 'agreement', Rate>>
  readonly latencies: readonly number[]
  readonly other: readonly number[]
  readonly quantiles: Readonly<Record<string, Quantile>>
  readonly needed: Readonly<Record<string, number>>
}

interface Rate {
  readonly value: number
  readonly interval: readonly [number, number]
}

interface Quantile {
  readonly value: number
  readonly other: number
  readonly interval: readonly [number, number]
}

export const vectors = JSON.parse(readFileSync(new URL('../vectors/variants.json', import.meta.url), 'utf8')) as Vectors

/** A sample sorted as samples are, with the rows it came from. */
export function sampleOf(scores: readonly number[], labels: readonly number[]): BinarySample {
  const rows = Uint32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b] || labels[a] - labels[b])
  return {
    rows,
    scores: Float64Array.from(rows, (row) => scores[row]),
    labels: Uint8Array.from(rows, (row) => labels[row]),
    positives: labels.reduce((sum, label) => sum + label, 0),
  }
}
