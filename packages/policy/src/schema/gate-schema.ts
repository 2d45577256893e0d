import * as z from 'zod'
import type { MeasureCatalogue } from '../catalogue.ts'
import { quantityPattern } from '../quantity.ts'
import { measureReferenceSchema } from './measure-reference-schema.ts'

const name = z.string().min(1)

/** A bound: a number, or for a measure of a time or a size one with its unit. */
const bound = z.union([z.number(), z.string().regex(quantityPattern)])

/** The fields of which a gate has exactly one (`max_gap` goes with `between: [dataset, dataset]`). */
export const conditionFields = [
  'min',
  'max',
  'equals',
  'between',
  'min_delta',
  'max_delta',
  'max_gap',
  'max_disparity',
  'min_ratio',
  'max_latency_ratio',
] as const
export type ConditionField = (typeof conditionFields)[number]

const conditions = {
  min: bound.describe('The value is at least this; a time or size may have its unit.').optional(),
  max: bound.describe('The value is at most this; a time or size may have its unit: `25ms`, `P90D`.').optional(),
  equals: z.number().describe('The value is exactly this.').optional(),
  between: z
    .array(z.union([z.number(), name]))
    .min(2)
    .max(2)
    .describe('Two numbers: the value lies between them. Two datasets: they are compared, with `max_gap`.')
    .optional(),
  min_delta: z
    .number()
    .describe('With `versus`: this model minus the other is at least this. 0: superiority; negative: non-inferiority.')
    .optional(),
  max_delta: z
    .number()
    .describe('With `versus`: this model minus the other is at most this; for measures where less is better.')
    .optional(),
  max_gap: z.number().min(0).describe('With `between` two datasets: the values differ by at most this.').optional(),
  max_disparity: z.number().min(0).describe('With `slices`: the extreme slices differ by at most this.').optional(),
  min_ratio: z
    .number()
    .gt(0)
    .lte(1)
    .describe('With `slices`: smallest over largest slice is at least this.')
    .optional(),
  max_latency_ratio: z
    .number()
    .gt(0)
    .describe(
      "With `versus`: this model's latency is at most so many times the other's, both timed in the same rounds. Needs no `metric`; `metric: { name: latency, quantile: 0.5 }` chooses the quantile, by default 0.99.",
    )
    .optional(),
} satisfies Record<ConditionField, z.ZodType>

/** One entry of `gates`. Only `name` is required here: the rest may be inherited. */
export function gateSchema(catalogue: MeasureCatalogue) {
  return z
    .strictObject({
      name: name.describe('Unique in the policy; reports, waivers and `--only` use it.'),
      metric: measureReferenceSchema(catalogue).optional(),
      model: name.describe('The model measured. Default: the one that is not the baseline.').optional(),
      on: name.describe('The dataset measured. Default: the one with `role: test`, or the only one.').optional(),
      versus: name
        .nullable()
        .describe(
          'Compare with this model, row by row on the same rows: with `min_delta` or `max_delta`, with `max_latency_ratio`, or with a measure of two models.',
        )
        .optional(),
      ...conditions,
      severity: z
        .enum(['block', 'warn'])
        .describe('`block`: a failure stops the release. `warn`: it is only shown.')
        .default('block'),
      slices: z
        .union([z.enum(['all', 'none']), z.array(name)])
        .describe('Judge each of these slices: `all`, `none` (default) or a list of names.')
        .optional(),
      correction: z
        .enum(['holm', 'bonferroni', 'bh', 'none'])
        .describe(
          'Correction for judging many slices. Default `holm` where more than one may be judged, otherwise `none`.',
        )
        .optional(),
      min_rows: z
        .int()
        .min(1)
        .nullable()
        .describe('Fewer rows: `inconclusive`, with the number still needed.')
        .optional(),
      min_positives: z.int().min(1).nullable().describe('Fewer positive rows: `inconclusive`.').optional(),
      confidence: z.number().gt(0).lt(1).describe('The level of the interval, two-sided.').default(0.95),
      proof: z
        .enum(['proven', 'point', 'unrefuted'])
        .describe(
          '`proven`: the whole interval clears the bound. `point`: the estimate does. `unrefuted`: fails only where the whole interval is beyond it. Default `proven` with `versus`, `unrefuted` with slices, otherwise `point`.',
        )
        .optional(),
      on_inconclusive: z
        .enum(['fail', 'warn', 'pass'])
        .describe('What too little evidence counts as. Default `fail` where the gate blocks, otherwise `warn`.')
        .optional(),
      why: z.string().nullable().describe('One line, shown when the gate fails.').optional(),
      floor: z
        .boolean()
        .describe('A policy that extends this file may tighten this gate, never loosen it.')
        .default(false),
      stress: name.describe('The stress suite under which the model is measured; it names the dataset.').optional(),
    })
    .describe('One condition on one measure. A gate has exactly one of the conditions.')
}
