import { DatasetError } from '../dataset-error.ts'
import type { Bins } from './bin-partition.ts'
import { binByStarts } from './bin-partition.ts'
import { binLabel } from './labels.ts'

/**
 * Bins between declared edges, `[a, b)` each. A finite last edge belongs to the last bin, `[y, z]`; an infinite one takes
 * everything above, `[y, inf)`. Values below the first or above the last edge are in no slice.
 *
 * @throws DatasetError `invalid-slice` unless there are two or more edges, each greater than the one before.
 */
export function edgeBins(name: string, edges: readonly number[], label: (value: number) => string): Bins {
  const wrong = edges.findIndex((edge, i) => Number.isNaN(edge) || (i > 0 && !(edges[i - 1] < edge)))
  if (edges.length < 2 || wrong >= 0) {
    throw new DatasetError({
      code: 'invalid-slice',
      slice: name,
      message: `The edges of "${name}" are [${edges.join(', ')}], where two or more ascending numbers were expected.`,
      hint: 'Write them ascending, each once: edges: [0, 50000, 200000, .inf].',
    })
  }
  const last = edges[edges.length - 1]
  const starts = edges.slice(0, -1)
  const labels = starts.map((from, i) =>
    binLabel(from, edges[i + 1], i === starts.length - 1 && Number.isFinite(last), label),
  )
  const bin = binByStarts(starts)
  return { labels, binOf: (value) => (value > last ? -1 : bin(value)), missing: 'missing' }
}
