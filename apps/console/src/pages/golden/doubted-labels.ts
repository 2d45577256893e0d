import type { Evidence, GoldenEvidence } from '@sluice/gates'

/** The share of golden rows whose label a model confidently contradicts. */
export interface DoubtedLabels {
  readonly model: string
  readonly rate: number
}

/** What gates on `label_error_rate` have measured on a golden set, over all of its rows. */
export function doubtedLabels({ measurements }: Pick<Evidence, 'measurements'>, set: GoldenEvidence): DoubtedLabels[] {
  return measurements.flatMap(({ dataset, metric, versus, partition, model, value }) =>
    dataset === set.dataset && metric === 'label_error_rate' && versus === null && partition === null && value !== null
      ? [{ model, rate: value }]
      : [],
  )
}
