import type { Metric, QuantileSample, RegressionSample } from '@sluice/metrics'
import * as z from 'zod'

/** The central interval that a measure is about. */
export const centralInterval = z.strictObject({
  level: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.8)
    .describe('of the central interval: 0.8 lies between the quantiles 0.1 and 0.9'),
})

/** A measure of quantiles over a regression model that declares some beside its prediction. */
export function withQuantiles<Options>(metric: Metric<QuantileSample, Options>): Metric<RegressionSample, Options> {
  // The samples of a regression policy carry the columns; where a model has none they are empty, and refused with words.
  return metric as unknown as Metric<RegressionSample, Options>
}
