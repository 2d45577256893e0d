import * as z from 'zod'

/** Which quantile of the latencies; shared by the measures of latency, so that one can stand for another. */
export const quantileOption = z.strictObject({
  quantile: z.number().gt(0).lt(1).describe('Which quantile, 0.99 for the p99.').default(0.99),
})
