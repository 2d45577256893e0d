import type { Evidence } from '@sluice/gates'
import { confusionOf, precisionOf, type Rates, type ratesAt, selectionRateOf } from './rates-at-threshold.ts'
import { type Counts, countsOf, curvesOf, type Sample, slicesOf } from './samples.ts'

/** One slice at one threshold. */
export interface SliceRow {
  /** `null` for all rows. */
  readonly slice: string | null
  readonly counts: Counts | null
  readonly rates: Rates
  readonly precision: number | null
  readonly selectionRate: number | null
}

/** All rows first, then every slice that has a ROC curve. */
export function rowsBySlice(evidence: Evidence, sample: Sample, threshold: number, at: typeof ratesAt): SliceRow[] {
  const slices = [null, ...slicesOf(evidence.curves, sample.dataset, sample.model)]
  return slices.flatMap((slice) => {
    const own = { ...sample, slice }
    const { roc } = curvesOf(evidence.curves, own)
    const rates = roc === undefined ? null : at(roc, threshold)
    if (rates === null) return []
    const counts = countsOf(evidence.measurements, own)
    const confusion = counts === null ? null : confusionOf(rates, counts)
    return [
      {
        slice,
        counts,
        rates,
        precision: confusion === null ? null : precisionOf(confusion),
        selectionRate: confusion === null || counts === null ? null : selectionRateOf(confusion, counts),
      },
    ]
  })
}
