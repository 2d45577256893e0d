import * as z from 'zod'
import type { MeasureCatalogue } from '../catalogue.ts'
import { calibrateSchema, conformalSchema } from './derived-schema.ts'
import { goldenFields } from './golden-schema.ts'
import { modelCallSchema } from './model-call-schema.ts'

const name = z.string().min(1)
const column = name.nullable().optional()

/** Which column is what. */
export const columnsSchema = z
  .strictObject({
    id: column.describe('Names a row; two rows with one id are refused.'),
    label: column.describe('The truth: class, number or relevance.'),
    labels: z
      .union([name, z.array(name).min(1)])
      .nullable()
      .describe('Multilabel: the 0/1 columns, or a `prefix*`.')
      .optional(),
    positive: z
      .union([z.string(), z.number(), z.boolean()])
      .nullable()
      .describe('Binary: the label of the positive class.')
      .optional(),
    timestamp: column.describe('When the row happened; slices by time need it.'),
    weight: column.describe('How much the row counts, 0 or more.'),
    group: column.describe('Rows of one group (user, patient, prompt) depend on each other: intervals cluster on it.'),
    query: column.describe('Ranking: which rows belong to one query.'),
  })
  .describe('Which column is what, in every dataset that does not say otherwise.')

export const datasetSchema = z
  .strictObject({
    path: z
      .union([name, z.array(name).min(1)])
      .describe(
        'Where the table is, relative to this file: Parquet, CSV, JSON lines or Arrow; globs, s3:// and postgres:// as DuckDB opens them.',
      ),
    role: name
      .nullable()
      .describe('`test`: what gates measure unless they say otherwise. `golden`: hand-checked examples.')
      .optional(),
    columns: columnsSchema.describe("This dataset's own columns, on top of the policy's.").optional(),
    ...goldenFields,
  })
  .describe('A table of examples with predictions.')

export const modelSchema = (catalogue: MeasureCatalogue) =>
  z
    .strictObject({
      role: z
        .enum(['candidate', 'baseline', 'variant'])
        .describe(
          '`baseline`: the model in use today. `variant`: a build that only gates which name it judge. Default `candidate`: the one that wants in.',
        )
        .default('candidate'),
      score: column.describe('Binary: probability of the positive class. Ranking: score.'),
      prediction: column.describe('Regression: the predicted number. Classes: the predicted class.'),
      probabilities: z
        .union([name, z.record(name, name)])
        .nullable()
        .describe('Multiclass and multilabel: class → column, or a `prefix*` whose rest is the class.')
        .optional(),
      quantiles: z
        .record(z.string().regex(/^0?\.\d+$/), name)
        .nullable()
        .describe('Quantile: level → column, `{ 0.1: q10, 0.9: q90 }`.')
        .optional(),
      call: modelCallSchema.optional(),
      calibrate: calibrateSchema(catalogue).optional(),
      conformal: conformalSchema.optional(),
    })
    .describe('A model: the columns of its predictions, how to ask it for them, or both.')
