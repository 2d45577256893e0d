import type { CurveEvidence, MeasurementEvidence } from '@sluice/gates'

export type CurveKind = CurveEvidence['kind']

/** Whose curves: a model's on all rows of a dataset (`slice` null) or on one of its slices. */
export interface Sample {
  readonly dataset: string
  readonly model: string
  readonly slice: string | null
}

export type SampleCurves = Partial<Readonly<Record<CurveKind, CurveEvidence>>>

/** A sample's curves by kind. */
export function curvesOf(curves: readonly CurveEvidence[], sample: Sample): SampleCurves {
  const own = curves.filter(
    ({ dataset, model, slice }) =>
      dataset === sample.dataset && model === sample.model && (slice ?? null) === sample.slice,
  )
  return Object.fromEntries(own.map((curve) => [curve.kind, curve]))
}

/** The datasets that have curves. */
export function datasetsOf(curves: readonly CurveEvidence[]): string[] {
  return distinct(curves.map(({ dataset }) => dataset))
}

/** The models that have curves on a dataset. */
export function modelsOf(curves: readonly CurveEvidence[], dataset: string): string[] {
  return distinct(curves.filter((curve) => curve.dataset === dataset).map(({ model }) => model))
}

/** The slices of a dataset that have curves of a model, in the order of the policy. */
export function slicesOf(curves: readonly CurveEvidence[], dataset: string, model: string): string[] {
  const own = curves.filter((curve) => curve.dataset === dataset && curve.model === model)
  return distinct(own.flatMap(({ slice }) => slice ?? []))
}

/**
 * The sample that an address asks for; where it asks for none, or for one without curves, the dataset of the most
 * curves, its first model and all rows. `null` without any curves.
 */
export function sampleOf(
  curves: readonly CurveEvidence[],
  asked: {
    readonly dataset?: string | undefined
    readonly model?: string | undefined
    readonly slice?: string | undefined
  },
): Sample | null {
  const datasets = datasetsOf(curves)
  const size = (name: string) => curves.filter(({ dataset }) => dataset === name).length
  const richest = [...datasets].sort((a, b) => size(b) - size(a))[0]
  const dataset = datasets.find((name) => name === asked.dataset) ?? richest
  if (dataset === undefined) return null
  const models = modelsOf(curves, dataset)
  const model = models.find((name) => name === asked.model) ?? models[0]
  if (model === undefined) return null
  const slice = slicesOf(curves, dataset, model).find((name) => name === asked.slice) ?? null
  return { dataset, model, slice }
}

export interface Counts {
  readonly rows: number
  readonly positives: number
  /** Whether rows count by weight, so that shares of rows are not shares of counts. */
  readonly weighted: boolean
}

/** How many rows a sample has, from whatever was measured on it; `null` where nothing was. */
export function countsOf(
  measurements: readonly MeasurementEvidence[],
  { dataset, slice }: Pick<Sample, 'dataset' | 'slice'>,
): Counts | null {
  const found = measurements.find(
    (one) =>
      one.dataset === dataset &&
      one.positives !== null &&
      (slice === null ? one.partition === null : one.slice === slice),
  )
  if (found === undefined || found.positives === null) return null
  return { rows: found.rows, positives: found.positives, weighted: Math.round(found.effectiveRows) !== found.rows }
}

/** The threshold that the policy decides by on a dataset, where any of its measures decides. */
export function policyThreshold(measurements: readonly MeasurementEvidence[], dataset: string): number | null {
  return measurements.find((one) => one.dataset === dataset && one.threshold !== undefined)?.threshold ?? null
}

/** From where to where thresholds make sense: 0 to 1 for probabilities, else what the curves have. */
export function thresholdRange({ roc, lift, precision_recall }: SampleCurves): readonly [number, number] | null {
  const all = [roc, lift, precision_recall].flatMap((curve) => curve?.threshold ?? []).filter((value) => value !== null)
  if (all.length === 0) return null
  const [least, greatest] = [Math.min(...all), Math.max(...all)]
  return least >= 0 && greatest <= 1 ? [0, 1] : [least, greatest]
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)]
}
