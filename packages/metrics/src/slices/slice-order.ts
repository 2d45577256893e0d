import { MetricInputError } from '../metric-input-error.ts'
import { type CodeOrder, orderedCodes, type SliceCodes } from '../order/order-codes.ts'
import type { BinarySample } from '../samples.ts'
import { cutColumns, grown, type SampleColumns, type SliceScratch, sliceScratch } from './cut-columns.ts'
import { PartitionSums } from './partition-sums.ts'
import { countBySlice } from './rows-by-slice.ts'

export interface SliceOptions {
  /** Where the codes have been brought into this order before, together with those of other partitions. */
  readonly arranged?: { readonly order: CodeOrder; readonly index: number } | undefined
  /** Keeps the row of each position, for pairing. Default `false`. */
  readonly keepRows?: boolean
  /** Columns to reuse from one partition to the next; samples of the earlier one are no longer valid then. */
  readonly scratch?: SliceScratch
}

/** One partition's slices. */
export interface SlicedOrder {
  readonly slices: number
  /** The rows of a slice, sorted; without any, an empty sample. */
  sample(slice: number): BinarySample
}

/**
 * Cuts an order into the slices of one partition, so that the metric of a slice is the metric of a sample.
 *
 * The columns are cut when the first of them is read; where rows weigh 1 each, samples know sums as well, for which nothing
 * needs to be cut. Linear in the rows.
 *
 * @param codes the slice of each row of the table; codes from `slices` on belong to no slice. Asked for only where they are
 *   not `arranged`, or the order leaves rows out
 * @throws MetricInputError `rows_missing` where the order was made without `keepRows`
 */
export function sliceOrder(
  order: BinarySample,
  codes: SliceCodes | (() => SliceCodes),
  slices: number,
  { arranged, keepRows = false, scratch = sliceScratch() }: SliceOptions = {},
): SlicedOrder {
  const { rows } = order
  if (rows === undefined)
    throw new MetricInputError(
      'rows_missing',
      'This order does not know its rows, so it cannot be sliced: call orderByScore with keepRows: true.',
    )
  const sorted =
    arranged === undefined
      ? gatherCodes(columnOf(codes), rows, scratch)
      : orderedCodes(arranged.order, arranged.index, codesScratch(scratch, slices < 2 ** 8, rows.length))
  const counts = countBySlice(sorted, order.labels, slices)
  const total = order.leftOut ? countCodes(columnOf(codes), slices) : null
  const sums = order.weights === undefined ? new PartitionSums(order, sorted, counts) : null
  let cut: ((slice: number) => SampleColumns) | null = null
  const columns = (slice: number) => {
    cut ??= cutColumns(keepRows ? order : { ...order, rows: undefined }, sorted, counts.rows, scratch)
    return cut(slice)
  }
  return {
    slices,
    sample(slice) {
      const sample = lazySample(order, keepRows, () => columns(slice), {
        positives: counts.positives[slice],
        ...(total !== null && { leftOut: total[slice] - counts.rows[slice] }),
      })
      if (sums !== null) Object.defineProperty(sample, 'sums', { value: sums.of(slice) })
      return sample
    },
  }
}

/** Calls `visit` with each slice's sample in turn; the sample is valid until the scratch is used again. */
export function forEachSlice(
  order: BinarySample,
  codes: SliceCodes,
  slices: number,
  visit: (slice: number, sample: BinarySample) => void,
  options: SliceOptions = {},
): void {
  const cut = sliceOrder(order, codes, slices, options)
  for (let slice = 0; slice < slices; slice++) visit(slice, cut.sample(slice))
}

/** A sample whose columns are asked for when one of them is first read. */
function lazySample(
  { weights, clusters }: BinarySample,
  keepRows: boolean,
  read: () => SampleColumns,
  known: Pick<BinarySample, 'positives' | 'leftOut'>,
): BinarySample {
  let columns: SampleColumns | null = null
  const names = [
    'scores',
    'labels',
    ...(weights === undefined ? [] : ['weights']),
    ...(clusters === undefined ? [] : ['clusters']),
    ...(keepRows ? ['rows'] : []),
  ] as (keyof SampleColumns)[]
  const sample = { ...known }
  for (const name of names) {
    Object.defineProperty(sample, name, {
      enumerable: true,
      get() {
        columns ??= read()
        return columns[name]
      },
    })
  }
  return sample as BinarySample
}

/** Brings the codes into the order's order, once for all that is asked of the slices. */
function gatherCodes(codes: SliceCodes, rows: Uint32Array, scratch: SliceScratch): SliceCodes {
  const into = codesScratch(scratch, codes instanceof Uint8Array, rows.length)
  for (let position = 0; position < rows.length; position++) into[position] = codes[rows[position]]
  return into
}

function columnOf(codes: SliceCodes | (() => SliceCodes)): SliceCodes {
  return typeof codes === 'function' ? codes() : codes
}

/** As long as the order: what walks over codes takes their number for that of the positions. */
function codesScratch(scratch: SliceScratch, narrow: boolean, rows: number): SliceCodes {
  if (narrow) {
    scratch.codes = grown(scratch.codes, rows, Uint8Array)
    return scratch.codes.subarray(0, rows)
  }
  scratch.wideCodes = grown(scratch.wideCodes, rows, Uint16Array)
  return scratch.wideCodes.subarray(0, rows)
}

function countCodes(codes: SliceCodes, slices: number): Float64Array {
  const counts = new Float64Array(slices)
  for (let row = 0; row < codes.length; row++) if (codes[row] < slices) counts[codes[row]]++
  return counts
}
