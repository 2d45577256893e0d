import { reliabilityCurve } from '@sluice/calibration'
import { type BinarySample, liftCurve, precisionRecallCurve, rocCurve } from '@sluice/metrics'
import type { CurveEvidence } from '../evidence.ts'
import type { PreparedDataset } from './prepare-dataset.ts'

const reliabilityBins = { bins: 15, strategy: 'quantile', level: 0.95 } as const

/**
 * The curves of every model of a binary dataset over all rows, thinned to what a screen can show. A reliability curve
 * is left out where scores are no probabilities.
 */
export function curvesOf({ name, task, source, data }: PreparedDataset): CurveEvidence[] {
  if (task !== 'binary') return []
  return data.plan.models.flatMap((model) => {
    const sample = source.all(model) as BinarySample
    const drawn = [rocCurve(sample), precisionRecallCurve(sample), liftCurve(sample)].filter((curve) => curve !== null)
    const curves: CurveEvidence[] = drawn.map(({ kind, x, y, threshold }) => ({
      dataset: name,
      model,
      kind: kind as CurveEvidence['kind'],
      x,
      y,
      threshold,
    }))
    return areProbabilities(sample) ? [...curves, reliabilityOf(name, model, sample)] : curves
  })
}

function reliabilityOf(dataset: string, model: string, sample: BinarySample): CurveEvidence {
  const points = reliabilityCurve(sample, reliabilityBins)
  return {
    dataset,
    model,
    kind: 'reliability',
    x: points.map((point) => point.predicted),
    y: points.map((point) => point.observed),
    lower: points.map((point) => point.lower),
    upper: points.map((point) => point.upper),
  }
}

/** Scores are sorted, so the first and the last tell. */
function areProbabilities({ scores }: BinarySample): boolean {
  return scores.length > 0 && scores[0]! >= 0 && scores[scores.length - 1]! <= 1
}
