import * as z from 'zod'

/** How rows are binned by their predicted probability; shared by the binned calibration errors. */
export const binning = z.strictObject({
  bins: z.number().int().min(2).max(1000).default(15).describe('how many bins'),
  strategy: z
    .enum(['uniform', 'quantile'])
    .default('uniform')
    .describe('uniform: bins of equal width, closed on the right; quantile: bins of equal counts, ties never split'),
})
