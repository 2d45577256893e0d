import type { FeedPlan } from '../columns/feed-plan.ts'
import { type OrderedValues, orderedCategories, orderedNumbers } from '../columns/ordered-sink.ts'
import { outsidePredicate } from '../columns/predicate-sink.ts'
import { DatasetError } from '../dataset-error.ts'
import type { CodedPartition, SliceRequest } from '../table.ts'
import { binPartition } from './bin-partition.ts'
import { crossPartition } from './cross-partition.ts'
import { edgeBins } from './edge-bins.ts'
import { numberLabel, timeLabel } from './labels.ts'
import { periodBins } from './period-bins.ts'
import { quantileBins } from './quantile-bins.ts'
import { valuePartition } from './value-partition.ts'
import { parseDuration, windowBins } from './window-bins.ts'

/** What building needs to know of the scan: its feeds, and which columns hold times. */
export interface Scanned {
  readonly plan: FeedPlan
  readonly isTime: (column: string) => boolean
}

/** The partitions of a slice definition: one, except for several `windows`, which overlap. */
export function buildPartitions(scanned: Scanned, request: SliceRequest): CodedPartition[] {
  const { plan } = scanned
  const { name } = request
  switch (request.kind) {
    case 'value':
      return [valuePartition(name, plan.categories.get(request.column)!.column(request.column), topOf(request))]
    case 'quantiles': {
      const ordered = orderedOf(scanned, request.column)
      return [
        binPartition(name, ordered, quantileBins(name, ordered, request.quantiles, labelOf(scanned, request.column))),
      ]
    }
    case 'edges':
      return [
        binPartition(
          name,
          orderedOf(scanned, request.column),
          edgeBins(name, request.edges, labelOf(scanned, request.column)),
        ),
      ]
    case 'every': {
      const times = plan.times.get(request.column)!.ordered()
      return [binPartition(name, times, periodBins(name, times, request.every))]
    }
    case 'windows': {
      const times = plan.times.get(request.column)!.ordered()
      return Object.entries(request.windows).map(([label, text]) =>
        binPartition(name, times, windowBins(label, times, parseDuration(text, name))),
      )
    }
    case 'where': {
      const sink = plan.predicates.get(name)!
      return [{ name, codes: sink.codes(), outside: outsidePredicate, slices: [{ name, rows: sink.inside }] }]
    }
    case 'cross':
      return combinations(request.of.map((part) => buildPartitions(scanned, part))).map((parts) =>
        crossPartition(name, parts),
      )
  }
}

function topOf({ name, top }: { readonly name: string; readonly top?: number }): number | null {
  if (top === undefined || (Number.isInteger(top) && top > 0)) return top ?? null
  throw new DatasetError({
    code: 'invalid-slice',
    slice: name,
    message: `"${name}" keeps the top ${top} values, where a positive integer was expected.`,
    hint: 'Write top: 8 to keep the eight most frequent values.',
  })
}

/** The bins' input, from what was read anyway where that will do. */
function orderedOf({ plan }: Scanned, column: string): OrderedValues {
  const own = plan.ordered.get(column)
  if (own !== undefined) return own.ordered()
  const numbers = plan.numbers.get(column)
  if (numbers !== undefined) return orderedNumbers(numbers.column(column))
  return orderedCategories(plan.categories.get(column)!.column(column))
}

function labelOf({ isTime }: Scanned, column: string): (value: number) => string {
  return isTime(column) ? timeLabel : numberLabel
}

function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((start) => list.map((item) => [...start, item])), [[]])
}
