import * as z from 'zod'

/** How much of the top of a ranking is looked at. */
export const topOption = z
  .number()
  .gt(0)
  .refine((k) => k < 1 || Number.isInteger(k), 'a whole number of rows from 1, or a fraction below 1')
  .default(0.1)
  .describe('rows (1 and more), or a fraction of all rows (below 1)')

/** The option as metrics take it. */
export function top(k: number): { readonly k: number } | { readonly fraction: number } {
  return k < 1 ? { fraction: k } : { k }
}
