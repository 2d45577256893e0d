import type { BinarySample } from '../samples.ts'
import { type Curve, type CurveOptions, type CurveShape, curveOf } from './curve.ts'

/** ROC curve: recall over the false positive rate, from (0, 0) to (1, 1). `null` with one class. */
export function rocCurve(sample: BinarySample, options: CurveOptions = {}): Curve | null {
  if (hasOneClass(sample)) return null
  const shape = {
    kind: 'roc',
    start: [0, 0],
    x: ({ fp, negatives }) => fp / negatives,
    y: ({ tp, positives }) => tp / positives,
    height: 1,
  } as const satisfies CurveShape
  return curveOf(sample, shape, options)
}

/**
 * Precision-recall curve: precision over recall, from (0, 1), where nothing is selected, to recall 1. `null` without
 * positives. Average precision is the area under its steps, not under the lines between these points.
 */
export function precisionRecallCurve(sample: BinarySample, options: CurveOptions = {}): Curve | null {
  if (sample.positives === 0) return null
  const shape = {
    kind: 'precision_recall',
    start: [0, 1],
    x: ({ tp, positives }) => tp / positives,
    y: ({ tp, fp }) => tp / (tp + fp),
    height: 1,
  } as const satisfies CurveShape
  return curveOf(sample, shape, options)
}

/**
 * Detection error trade-off: the false negative rate over the false positive rate, as rates; draw them on normal
 * deviate axes. `null` with one class.
 */
export function detCurve(sample: BinarySample, options: CurveOptions = {}): Curve | null {
  if (hasOneClass(sample)) return null
  const shape = {
    kind: 'det',
    start: [0, 1],
    x: ({ fp, negatives }) => fp / negatives,
    y: ({ tp, positives }) => 1 - tp / positives,
    height: 1,
  } as const satisfies CurveShape
  return curveOf(sample, shape, options)
}

/** Cumulative gains: the share of positives captured over the share of rows selected. `null` without positives. */
export function gainsCurve(sample: BinarySample, options: CurveOptions = {}): Curve | null {
  if (sample.positives === 0) return null
  const shape = {
    kind: 'gains',
    start: [0, 0],
    x: ({ tp, fp, positives, negatives }) => (tp + fp) / (positives + negatives),
    y: ({ tp, positives }) => tp / positives,
    height: 1,
  } as const satisfies CurveShape
  return curveOf(sample, shape, options)
}

/** Lift: precision over prevalence, by the share of rows selected. `null` without positives. */
export function liftCurve(sample: BinarySample, options: CurveOptions = {}): Curve | null {
  if (sample.positives === 0) return null
  const shape = {
    kind: 'lift',
    start: null,
    x: ({ tp, fp, positives, negatives }) => (tp + fp) / (positives + negatives),
    y: ({ tp, fp, positives, negatives }) => tp / (tp + fp) / (positives / (positives + negatives)),
    height: sample.labels.length / sample.positives,
  } as const satisfies CurveShape
  return curveOf(sample, shape, options)
}

function hasOneClass({ labels, positives }: BinarySample): boolean {
  return positives === 0 || positives === labels.length
}
