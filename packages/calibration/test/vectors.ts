import { readFileSync } from 'node:fs'
import { type BinarySample, orderByScore } from '@sluice/metrics'

export interface Columns {
  readonly y: readonly number[]
  readonly s: readonly (number | string)[]
  readonly w?: readonly number[]
  /** Logits. */
  readonly z?: readonly number[]
  readonly p?: readonly (readonly number[])[]
  readonly logits?: readonly (readonly number[])[]
}

export interface VectorCase {
  readonly id: string
  readonly metric: string
  readonly data: string | Columns
  readonly params?: Readonly<Record<string, number | string | boolean>>
  readonly expect: unknown
  readonly tol?: number
}

const file = JSON.parse(readFileSync(new URL('./vectors/calibration.json', import.meta.url), 'utf8')) as {
  datasets: Readonly<Record<string, Columns>>
  cases: readonly VectorCase[]
}

/** The reference cases of one metric, informational ones (other tools' conventions) left out. */
export function casesOf(metric: string): readonly VectorCase[] {
  return file.cases.filter((one) => one.metric === metric && one.params?.['informational'] !== true)
}

/** Other tools' conventions, kept to show where they part from ours. */
export function informationalCases(): readonly VectorCase[] {
  return file.cases.filter((one) => one.params?.['informational'] === true)
}

export function sampleOf({ data, params }: VectorCase): BinarySample {
  const { y, s, w } = columnsOf({ data })
  return binarySample(s.map(Number), y, params?.['weights'] === 'w' ? w : undefined)
}

/** The columns of a case as they stand in the file. */
export function columnsOf({ data }: Pick<VectorCase, 'data'>): Columns {
  return typeof data === 'string' ? file.datasets[data] : data
}

export function binarySample(
  scores: readonly number[],
  labels: readonly number[],
  weights?: readonly number[],
  clusters?: readonly number[],
): BinarySample {
  return orderByScore(Float64Array.from(scores), Uint8Array.from(labels), {
    keepRows: true,
    weights: weights && Float64Array.from(weights),
    clusters: clusters && Uint32Array.from(clusters),
  })
}

/** Largest difference that a case allows: relative, but where 0 is expected. */
export function within({ tol = 1e-12 }: VectorCase, expected: number): number {
  return tol * (expected === 0 ? 1 : Math.abs(expected))
}
