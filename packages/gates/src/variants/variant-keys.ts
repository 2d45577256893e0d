import type { Policy, VariantsDefinition } from '@sluice/policy'
import type { MeasurementKey } from '../evidence.ts'
import { measures } from '../measures/index.ts'

/** The quantiles of latency that are shown of each build. */
export const shownQuantiles = { p50: 0.5, p90: 0.9, p99: 0.99 } as const

/** The measurements of a policy's `variants`; none without that section or builds in it. */
export function variantKeys(policy: Policy): MeasurementKey[] {
  const { variants, models } = policy
  if (variants === undefined || variants.builds.length === 0) return []
  const names = [variants.reference, ...variants.builds]
  const inFile = names.filter((name) => models.find((model) => model.name === name)?.call?.kind === 'onnx')
  const pairs = names.flatMap((reference, i) => names.slice(i + 1).map((build) => [build, reference] as const))
  return [
    ...names.map((name) => qualityKey(variants, name, null)),
    ...pairs.map(([build, other]) => qualityKey(variants, build, other)),
    ...variants.builds.flatMap((build) =>
      variants.slices.map((slice) => qualityKey(variants, build, variants.reference, slice)),
    ),
    ...(decides(policy)
      ? variants.builds.flatMap((build) => [null, ...variants.slices].map((slice) => flipKey(variants, build, slice)))
      : []),
    ...inFile.map((name) => sizeKey(variants, name)),
    ...Object.values(shownQuantiles).flatMap((quantile) => names.map((name) => latencyKey(variants, name, quantile))),
    ...pairs.flatMap(([build, other]) =>
      [shownQuantiles.p50, shownQuantiles.p99].map((quantile) => ratioKey(variants, build, other, quantile)),
    ),
  ]
}

/** Whether models of this task decide for something, so that decisions can flip. */
export function decides({ task }: Pick<Policy, 'task'>): boolean {
  return measures.get('negative_flip_rate')!.tasks.includes(task)
}

export function qualityKey(
  { on, quality }: VariantsDefinition,
  model: string,
  versus: string | null,
  partition: string | null = null,
): MeasurementKey {
  return { dataset: on, model, versus, metric: quality.name, options: quality.options, partition }
}

export function flipKey(
  { on, reference }: VariantsDefinition,
  model: string,
  partition: string | null,
): MeasurementKey {
  return { dataset: on, model, versus: reference, metric: 'negative_flip_rate', options: {}, partition }
}

export function sizeKey({ on }: VariantsDefinition, model: string): MeasurementKey {
  return { dataset: on, model, versus: null, metric: 'model_size', options: {}, partition: null }
}

export function latencyKey({ on }: VariantsDefinition, model: string, quantile: number): MeasurementKey {
  return { dataset: on, model, versus: null, metric: 'latency', options: { quantile }, partition: null }
}

export function ratioKey({ on }: VariantsDefinition, model: string, versus: string, quantile: number): MeasurementKey {
  return { dataset: on, model, versus, metric: 'latency_ratio', options: { quantile }, partition: null }
}
