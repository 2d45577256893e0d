import * as z from 'zod'
import type { MeasureCatalogue, MeasureEntry } from '../catalogue.ts'

/** Measures that depend on the decision threshold: what `maximize` may name. */
export function thresholdMeasures(catalogue: MeasureCatalogue): MeasureEntry[] {
  return [...catalogue.measures.values()].filter((entry) => entry.needs.includes('threshold'))
}

/** Those that a threshold can be asked to reach: shares of one where more is better. */
export function reachableMeasures(catalogue: MeasureCatalogue): MeasureEntry[] {
  return thresholdMeasures(catalogue).filter(
    ({ direction, range }) => direction === 'higher' && range[0] === 0 && range[1] === 1,
  )
}

/** `0.5`, `{ maximize: f1, on: validation }` or `{ recall: 0.8, on: validation }`. */
export function thresholdSchema(catalogue: MeasureCatalogue) {
  const reach: Record<string, z.ZodOptional<z.ZodNumber>> = Object.fromEntries(
    reachableMeasures(catalogue).map((entry) => [
      entry.name,
      z
        .number()
        .gt(0)
        .lte(1)
        .describe(`The highest threshold whose ${entry.describe.label} on that dataset reaches this value.`)
        .optional(),
    ]),
  )
  const chosen = z.strictObject({
    maximize: z
      .enum(thresholdMeasures(catalogue).map((entry) => entry.name))
      .describe('The threshold that maximises this measure on that dataset.')
      .optional(),
    ...reach,
    on: z
      .string()
      .min(1)
      .describe('The dataset on which the threshold is chosen. Not the one that is judged.')
      .optional(),
  })
  return z
    .union([z.number(), chosen])
    .describe('The decision threshold: positive where score ≥ threshold. A number, or how to choose one. Default 0.5.')
}
