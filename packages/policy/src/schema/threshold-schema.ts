import * as z from 'zod'
import type { MeasureCatalogue, MeasureEntry } from '../catalogue.ts'

/**
 * What a decision threshold can be chosen by: measures that are counts of right and wrong decisions, so that one walk
 * over the sorted scores knows them at every threshold.
 */
export const thresholdCriteria = [
  'recall',
  'precision',
  'specificity',
  'f1',
  'accuracy',
  'balanced_accuracy',
  'informedness',
] as const
export type ThresholdCriterion = (typeof thresholdCriteria)[number]

/** The criteria that the catalogue has and of which more is better: what `maximize` may name. */
export function thresholdMeasures(catalogue: MeasureCatalogue): MeasureEntry[] {
  return thresholdCriteria.flatMap((name) => {
    const entry = catalogue.measures.get(name)
    return entry?.subject === undefined && entry?.direction === 'higher' && entry.needs.includes('threshold')
      ? [entry]
      : []
  })
}

/** Those that a threshold can be asked to reach: shares of one. */
export function reachableMeasures(catalogue: MeasureCatalogue): MeasureEntry[] {
  return thresholdMeasures(catalogue).filter(({ range }) => range[0] === 0 && range[1] === 1)
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
