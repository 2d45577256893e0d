import { squaredErrors } from '../binary/brier.ts'
import { uniformStarts } from '../binary/uniform-bins.ts'
import type { SliceCodes } from '../order/order-codes.ts'
import type { BinarySample, LossSums, RankSums, RowLosses, SliceSums } from '../samples.ts'
import { cutColumns } from './cut-columns.ts'
import { type ErrorSums, errorsBySlice } from './errors-by-slice.ts'
import { extremesOf, lossesBySlice, type SliceEnds, sliceCenters, sliceEnds } from './losses-by-slice.ts'
import { ranksBySlice } from './ranks-by-slice.ts'
import { countBySlice, type RowsBySlice } from './rows-by-slice.ts'

/**
 * What is known of the slices of one partition, each kind of sums from one walk over the order, when it is first asked for.
 * Reading an order costs half of what bringing it into slices does, and nothing is written.
 */
export class PartitionSums {
  readonly #order: BinarySample
  readonly #codes: SliceCodes
  readonly #rows: RowsBySlice
  readonly #counts = new Map<number, RowsBySlice>()
  readonly #tails = new Map<number, (slice: number) => Pick<BinarySample, 'scores' | 'labels'>>()
  readonly #losses = new Map<RowLosses, readonly LossSums[]>()
  readonly #errors = new Map<number, readonly ErrorSums[] | null>()
  #ranks: readonly RankSums[] | null = null
  #ends: SliceEnds | null = null

  /** @param codes the slice of each position, for as long as sums are asked for */
  constructor(order: BinarySample, codes: SliceCodes, rows: RowsBySlice) {
    this.#order = order
    this.#codes = codes
    this.#rows = rows
  }

  of(slice: number): SliceSums {
    return {
      order: this.#order,
      rows: this.#rows.rows[slice],
      last: (label) => this.#sliceEnds()[2 * label + 1][slice],
      countFrom: (position) => {
        const { rows, positives } = known(this.#counts, position, () => this.#countFrom(position))
        return { rows: rows[slice], positives: positives[slice] }
      },
      tail: (position) => known(this.#tails, position, () => this.#tailFrom(position))(slice),
      ranks: () => {
        this.#ranks ??= ranksBySlice(this.#order, this.#codes, this.#rows)
        return this.#ranks[slice]
      },
      losses: (losses) => (losses.shared ? known(this.#losses, losses, () => this.#lossesOf(losses))[slice] : null),
      bins: (bins) => this.#errorsBy(bins)?.[slice].bins ?? null,
    }
  }

  get #slices(): number {
    return this.#rows.rows.length
  }

  #countFrom(position: number): RowsBySlice {
    return countBySlice(this.#codes, this.#order.labels, this.#slices, position)
  }

  #tailFrom(position: number): (slice: number) => Pick<BinarySample, 'scores' | 'labels'> {
    const scores = this.#order.scores.subarray(position)
    const labels = this.#order.labels.subarray(position)
    const cut = cutColumns({ scores, labels }, this.#codes.subarray(position), this.#countFrom(position).rows)
    return (slice) => cut(slice)
  }

  #errorsBy(bins: number): readonly ErrorSums[] | null {
    return known(this.#errors, bins, () => {
      const centers = sliceCenters(this.#order, squaredErrors, this.#sliceEnds())
      return errorsBySlice(this.#order, this.#codes, centers, uniformStarts(this.#order.scores, bins))
    })
  }

  #lossesOf(losses: RowLosses): readonly LossSums[] {
    const errors = losses.shared === 'squared_errors' ? this.#errorsBy(customaryBins) : null
    if (errors !== null) {
      const ends = this.#sliceEnds()
      const centers = sliceCenters(this.#order, losses, ends)
      return errors.map(({ deviations, squares }, slice) => {
        const center = centers[slice]
        return { center, deviations, squares, ...extremesOf(this.#order, losses, center, ends, slice) }
      })
    }
    return lossesBySlice(this.#order, losses, this.#codes, this.#slices, this.#sliceEnds())
  }

  #sliceEnds(): SliceEnds {
    this.#ends ??= sliceEnds(this.#codes, this.#order.labels, this.#rows)
    return this.#ends
  }
}

/** By which calibration errors are mostly measured: whoever asks for squared errors often asks for these too. */
const customaryBins = 15

function known<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  const before = values.get(key)
  if (before !== undefined) return before
  const value = make()
  values.set(key, value)
  return value
}
