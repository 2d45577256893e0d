import { deltaMetric } from './delta-metric.ts'

/**
 * Matthews correlation coefficient (φ): (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)), from −1 to 1. Undefined
 * where labels or predictions do not vary.
 *
 * Interval: delta method on Fisher's z.
 */
export const mcc = deltaMetric({
  scale: 'fisher_z',
  range: [-1, 1],
  value({ tp, fp, fn, tn }) {
    const size = geometricMargins(tp, fp, fn, tn)
    return size === 0 ? 'zero_variance' : Math.max(-1, Math.min(1, (tp * tn - fp * fn) / size))
  },
  gradient({ tp, fp, fn, tn }, value) {
    const size = geometricMargins(tp, fp, fn, tn)
    const byMargin = (one: number, other: number) => (value / 2) * (1 / one + 1 / other)
    return {
      tp: tn / size - byMargin(tp + fp, tp + fn),
      fp: -fn / size - byMargin(tp + fp, tn + fp),
      fn: -fp / size - byMargin(tn + fn, tp + fn),
      tn: tp / size - byMargin(tn + fn, tn + fp),
    }
  },
})

function geometricMargins(tp: number, fp: number, fn: number, tn: number): number {
  return Math.sqrt((tp + fp) * (tn + fn)) * Math.sqrt((tp + fn) * (tn + fp))
}
