import type { Partition } from '@sluice/dataset'
import { rowsBySlice, type SampleSource } from './source.ts'

/** Samples that need no order: a slice is its rows, gathered. `take(model, null)` is every row. */
export function gatheredSource<Sample>(
  take: (model: string, rows: Uint32Array | null) => Sample,
): SampleSource<Sample> {
  return {
    all: (model) => take(model, null),
    forEachSlice(partition: Partition, models, visit) {
      rowsBySlice(partition).forEach((rows, code) => {
        visit(code, new Map(models.map((model) => [model, take(model, rows)])))
      })
    },
  }
}
