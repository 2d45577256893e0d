import type { Point } from '../../charts/index.ts'
import { type Confusion, liftOf, precisionOf, type Rates, selectionRateOf } from './rates-at-threshold.ts'
import type { Counts } from './samples.ts'

/** Where a threshold lies on each curve that has a point for it. */
export interface ThresholdPoints {
  readonly roc: Point
  readonly precisionRecall: Point | null
  readonly lift: Point | null
}

/** The points of one threshold; those that need counts are `null` without them. */
export function thresholdPoints(rates: Rates, confusion: Confusion | null, counts: Counts | null): ThresholdPoints {
  const roc = { x: rates.falsePositiveRate, y: rates.recall }
  if (confusion === null || counts === null) return { roc, precisionRecall: null, lift: null }
  const precision = precisionOf(confusion)
  const [selected, lift] = [selectionRateOf(confusion, counts), liftOf(confusion, counts)]
  return {
    roc,
    precisionRecall: precision === null ? null : { x: rates.recall, y: precision },
    lift: selected === null || lift === null ? null : { x: selected, y: lift },
  }
}
