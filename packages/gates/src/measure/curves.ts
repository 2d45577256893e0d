import { reliabilityCurve } from '@sluice/calibration'
import { type BinarySample, liftCurve, precisionRecallCurve, rocCurve, scoreDistribution } from '@sluice/metrics'
import type { CurveEvidence } from '../evidence.ts'
import type { PreparedDataset } from './prepare-dataset.ts'

/** Slices of fewer rows have no curves: single rows would show in them. */
const fewestRows = 50

interface Detail {
  readonly points: number
  readonly reliabilityBins: number
  readonly scoreBins: number
  /** Significant digits, where the drawing needs no more. */
  readonly digits: number | null
}

const whole: Detail = { points: 200, reliabilityBins: 15, scoreBins: 40, digits: null }
const ofSlice: Detail = { points: 60, reliabilityBins: 10, scoreBins: 20, digits: 6 }

/**
 * The curves of every model of a binary dataset, over all rows and by slice, thinned to what a screen can show. A
 * reliability curve is left out where scores are no probabilities, and a slice where it has fewer than 50 rows.
 */
export function curvesOf({ name, task, source, data, partitions }: PreparedDataset): CurveEvidence[] {
  if (task !== 'binary') return []
  const { models } = data.plan
  const overall = models.flatMap((model) => {
    const sample = source.all(model) as BinarySample
    return curvesOfSample(sample, whole).map((curve) => ({ dataset: name, model, ...curve }))
  })
  const planned = new Set(data.plan.slices)
  const bySlice: CurveEvidence[] = []
  for (const partition of partitions.filter((one) => planned.has(one.name))) {
    source.forEachSlice(partition, models, (code, samples) => {
      const slice = partition.slices[code]!.name
      for (const [model, sample] of samples as ReadonlyMap<string, BinarySample>) {
        if (sample.scores.length < fewestRows) continue
        for (const curve of curvesOfSample(sample, ofSlice)) {
          bySlice.push({ dataset: name, model, partition: partition.name, slice, ...curve })
        }
      }
    })
  }
  return [...overall, ...bySlice]
}

type Drawn = Omit<CurveEvidence, 'dataset' | 'model' | 'partition' | 'slice'>

function curvesOfSample(sample: BinarySample, detail: Detail): Drawn[] {
  const { points, digits } = detail
  const drawn = [rocCurve, precisionRecallCurve, liftCurve]
    .flatMap((curve) => curve(sample, { points }) ?? [])
    .map(({ kind, x, y, threshold }) => ({ kind: kind as CurveEvidence['kind'], x, y, threshold }))
  const probabilities = areProbabilities(sample)
  const curves = [
    ...drawn,
    ...(probabilities ? [reliabilityOf(sample, detail)] : []),
    ...distributionOf(sample, detail, probabilities),
  ]
  return digits === null ? curves : curves.map((curve) => rounded(curve, digits))
}

function reliabilityOf(sample: BinarySample, { reliabilityBins }: Detail): Drawn {
  const points = reliabilityCurve(sample, { bins: reliabilityBins, strategy: 'quantile', level: 0.95 })
  return {
    kind: 'reliability',
    x: points.map((point) => point.predicted),
    y: points.map((point) => point.observed),
    lower: points.map((point) => point.lower),
    upper: points.map((point) => point.upper),
  }
}

function distributionOf(sample: BinarySample, { scoreBins }: Detail, probabilities: boolean): Drawn[] {
  const spread = scoreDistribution(sample, { bins: scoreBins, ...(probabilities && { range: [0, 1] }) })
  if (spread === null) return []
  const { starts, end, positives, negatives } = spread
  return [{ kind: 'score_distribution', x: starts, y: positives, negatives, end }]
}

/** Every column of numbers to some significant digits: half the size. */
function rounded(curve: Drawn, digits: number): Drawn {
  const short = (value: number | null) => (value === null ? null : Number(value.toPrecision(digits)))
  return Object.fromEntries(
    Object.entries(curve).map(([field, values]) => [field, Array.isArray(values) ? values.map(short) : values]),
  ) as unknown as Drawn
}

/** Scores are sorted, so the first and the last tell. */
function areProbabilities({ scores }: BinarySample): boolean {
  return scores.length > 0 && scores[0]! >= 0 && scores[scores.length - 1]! <= 1
}
