import { codesOf, type Partition } from '@sluice/dataset'
import type { BinarySample, CodeOrder } from '@sluice/metrics'

/** The samples of one dataset: each model's rows as its task's metrics read them, whole or slice by slice. */
export interface SampleSource<Sample> {
  /** All rows of one model. */
  all(model: string): Sample
  /** What has been sorted so far, by model; absent where a task sorts nothing. */
  readonly orders?: Orders
  /**
   * What is to be done before several partitions are visited, where that costs less together than one at a time: their
   * codes packed, then placed. Partitions that were arranged earlier are forgotten.
   */
  arrange?(partitions: readonly Partition[], models: readonly string[]): readonly Arrangement[]
  /** Takes arrangements that another thread's source made. */
  adopt?(arrangements: readonly Arrangement[]): void
  /**
   * Visits the slices of a partition in order of their code, the empty ones too. The samples are views of buffers that
   * the next visit overwrites: read them, keep none.
   */
  forEachSlice(
    partition: Partition,
    models: readonly string[],
    visit: (code: number, samples: ReadonlyMap<string, Sample>) => void,
  ): void
}

/** The codes of some partitions on their way into a model's order. */
export interface Arrangement {
  readonly model: string
  /** What names each partition and no other, in the order of the codes. */
  readonly partitions: readonly string[]
  readonly order: CodeOrder
}

/** Each model's rows by score: costly to make, and the same on every thread. */
export type Orders = Map<string, BinarySample>

/** What rows carry beside labels and scores. */
export interface RowColumns {
  readonly weights: Float64Array | undefined
  readonly clusters: Uint32Array | undefined
}

/** Row numbers of each slice of a partition, ascending: one counting pass, all slices in one buffer. */
export function rowsBySlice(partition: Partition): Uint32Array[] {
  const { slices } = partition
  const codes = codesOf(partition)
  const starts = new Uint32Array(slices.length + 1)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code < slices.length) starts[code + 1]!++
  }
  for (let code = 0; code < slices.length; code++) starts[code + 1]! += starts[code]!
  const next = starts.slice()
  const rows = new Uint32Array(starts[slices.length]!)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code < slices.length) rows[next[code]!++] = row
  }
  return slices.map((_, code) => rows.subarray(starts[code]!, starts[code + 1]!))
}

/** The values of a column at some rows. */
export function gather<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(
  column: T,
  rows: Uint32Array,
  width = 1,
): T {
  const Column = column.constructor as new (length: number) => T
  const gathered = new Column(rows.length * width)
  for (let i = 0; i < rows.length; i++) {
    for (let k = 0; k < width; k++) gathered[i * width + k] = column[rows[i]! * width + k]!
  }
  return gathered
}
