import { codesOf, type Partition } from '@sluice/dataset'
import { type BinarySample, sliceOrder } from '@sluice/metrics'
import { gather } from '../samples/source.ts'

/** A slice definition over the judged rows. */
interface SlicedRows {
  readonly partition: Partition
  /** Of each judged row, by position. */
  readonly codes: ReturnType<typeof codesOf>
  /** Codes of the slices that are drawn. */
  readonly shown: readonly number[]
}

export interface ShownSlices {
  readonly partitions: readonly SlicedRows[]
  /** Slices that are large enough and yet not drawn. */
  readonly leftOut: number
}

/** Slices of fewer rows are left out: single rows would show in them. */
const fewestRows = 50
/** A reader looks through no more, and each costs the evidence some kilobytes. */
const mostSlices = 40

/** The slices that are drawn: the largest ones, in the policy's order. */
export function shownSlices(partitions: readonly Partition[], tableRows: Uint32Array): ShownSlices {
  const sliced = partitions.map((partition) => {
    const codes = gather(codesOf(partition), tableRows)
    const rows = new Uint32Array(partition.slices.length)
    for (const code of codes) if (code < rows.length) rows[code]!++
    return { partition, codes, rows }
  })
  const large = sliced
    .flatMap(({ partition, rows }) => Array.from(rows, (count, code) => ({ partition, code, count })))
    .filter(({ count }) => count >= fewestRows)
    .sort((a, b) => b.count - a.count)
  const kept = large.slice(0, mostSlices)
  return {
    partitions: sliced.map(({ partition, codes }) => ({
      partition,
      codes,
      shown: kept
        .filter((one) => one.partition === partition)
        .map(({ code }) => code)
        .sort((a, b) => a - b),
    })),
    leftOut: large.length - kept.length,
  }
}

/** Visits the shown slices of an order whose rows are positions; a sample is valid until the next visit of a partition. */
export function mapSlices<Drawn>(
  order: BinarySample,
  { partitions }: ShownSlices,
  draw: (partition: string, slice: string, sample: BinarySample) => Drawn,
): Drawn[] {
  return partitions.flatMap(({ partition: { name, slices }, codes, shown }) => {
    if (shown.length === 0) return []
    const cut = sliceOrder(order, codes, slices.length)
    return shown.map((code) => draw(name, slices[code]!.name, cut.sample(code)))
  })
}
