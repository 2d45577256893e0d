import { MetricInputError } from '../metric-input-error.ts'
import type { ResamplingOptions } from '../resampling.ts'
import type { BinarySample } from '../samples.ts'
import { classWeights } from './operating-points.ts'
import { resampledMetric } from './resampled-metric.ts'
import { missingClass } from './totals.ts'

export interface PartialAucOptions extends ResamplingOptions {
  /** The area left of this false positive rate, in (0, 1]. */
  readonly maxFpr?: number
  /** Or the area above this recall, in [0, 1). */
  readonly minRecall?: number
  /** `mcclish` (default) maps a chance ranking to 0.5 and a perfect one to 1; `none` is the area itself. */
  readonly correction?: 'mcclish' | 'none'
}

/**
 * Partial area under the ROC curve: over false positive rates up to `maxFpr`, or over recalls from `minRecall`, by
 * trapezoids with linear interpolation at the limit; standardised after McClish (1989). `detail.raw` is the area itself.
 *
 * Interval: BCa bootstrap.
 *
 * @throws MetricInputError unless exactly one limit is given, within its range
 */
export const partialAuc = resampledMetric<PartialAucOptions>({
  scale: 'logit',
  missing: missingClass,
  measure(sample, weights, options) {
    const { width, focus } = windowOf(options)
    const raw = areaWithin(sample, weights, width, focus)
    if (Number.isNaN(raw)) return 'one_class'
    if (options.correction === 'none') return { value: raw, detail: { raw } }
    const least = (width * width) / 2
    return { value: (1 + (raw - least) / (width - least)) / 2, detail: { raw } }
  },
})

type Focus = 'specificity' | 'recall'

function windowOf({ maxFpr, minRecall }: PartialAucOptions): { width: number; focus: Focus } {
  const width = maxFpr ?? 1 - (minRecall ?? 1)
  if ((maxFpr === undefined) === (minRecall === undefined) || !(width > 0 && width <= 1))
    throw new MetricInputError(
      'invalid_option',
      `maxFpr is ${maxFpr}, minRecall is ${minRecall}: expected one of them, maxFpr in (0, 1] or minRecall in [0, 1).`,
    )
  return { width, focus: maxFpr === undefined ? 'recall' : 'specificity' }
}

/**
 * Walks the curve from the corner where both errors of interest are 0: for `specificity` from the highest score down,
 * recall over the false positive rate; for `recall` from the lowest up, specificity over the false negative rate.
 */
function areaWithin(
  { scores, labels }: BinarySample,
  weights: Float64Array | undefined,
  width: number,
  focus: Focus,
): number {
  const { positives, negatives } = classWeights(labels, weights)
  const [across, up] = focus === 'specificity' ? [negatives, positives] : [positives, negatives]
  const acrossLabel = focus === 'specificity' ? 0 : 1
  const rows = scores.length
  const step = focus === 'specificity' ? -1 : 1
  let x = 0
  let y = 0
  let area = 0
  for (let i = step === 1 ? 0 : rows - 1; i >= 0 && i < rows && x < width; ) {
    const score = scores[i]
    let dx = 0
    let dy = 0
    do {
      const weight = weights === undefined ? 1 : weights[i]
      if (labels[i] === acrossLabel) dx += weight
      else dy += weight
      i += step
    } while (i >= 0 && i < rows && scores[i] === score)
    dx /= across
    dy /= up
    const share = x + dx > width ? (width - x) / dx : 1
    area += dx * share * (y + (dy * share) / 2)
    x += dx
    y += dy
  }
  return positives > 0 && negatives > 0 ? area : Number.NaN
}
