import * as z from 'zod'
import type { MeasureCatalogue, PerturbationEntry } from '../catalogue.ts'
import { modelCallSchema } from './model-call-schema.ts'

const name = z.string().min(1)
const columnNames = z.array(name).min(1)
const severity = z.int().min(1).max(5)
const directions = z.record(name, z.enum(['increasing', 'decreasing']))
const askedModel = z.union([name, modelCallSchema])

const cell = z.union([z.number(), z.string(), z.boolean()])
const syntheticSchema = z
  .strictObject({
    rows: z
      .int()
      .min(1)
      .max(1_000_000)
      .describe('How many, spread evenly by a Latin hypercube. Default 1000, with an attack 100.')
      .optional(),
    ranges: z
      .record(name, z.array(cell).min(1))
      .describe(
        'What each column may hold: `[LOWEST, HIGHEST]` of numbers or ISO 8601 times, or a list of the values. Of every column that the model reads.',
      ),
    corners: z
      .boolean()
      .describe(
        'Add rows with every column at an end of its range: all corners, or as many as `rows` where there are more.',
      )
      .default(false),
  })
  .describe(
    'Rows made up over declared ranges, in place of rows of the dataset, which says of what type its columns are.',
  )

/** The section `stress`: named suites. */
export function stressSchema(catalogue: MeasureCatalogue) {
  return z.record(name, suiteSchema(catalogue))
}

/** One suite. It is inherited as a whole, so what it needs it must have where it stands. */
function suiteSchema(catalogue: MeasureCatalogue) {
  return z
    .strictObject({
      model: askedModel.describe('The model asked: a call, or the name of a model that has one.'),
      rows: z
        .strictObject({
          sample: z
            .int()
            .min(1)
            .describe('How many rows, drawn at random. Default 1000, with an attack 100.')
            .optional(),
          on: name.describe('Their dataset. Default: the one with `role: test`, or the only one.').optional(),
          synthetic: syntheticSchema.optional(),
        })
        .describe('The rows that are changed.')
        .optional(),
      perturb: z.array(perturbationSchema(catalogue)).min(1).describe('What is done to them.').optional(),
      expect: expectSchema.optional(),
      attack: attackSchema(catalogue).optional(),
      immutable: columnNames.describe('Columns that nothing changes.').optional(),
      slices: z
        .union([z.enum(['all', 'none']), z.array(name)])
        .describe('Show failures by these slices too: `all`, `none` (default) or a list of names.')
        .optional(),
      reference: askedModel
        .describe('The model that `relative_corruption_error` compares with: a call, or a name.')
        .optional(),
      share_cases: z
        .boolean()
        .describe('Whether the worst rows, as they are and changed, may be pushed. They are rows of the table.')
        .default(false),
    })
    .describe('A stress suite: rows, what is done to them, and what must hold of the answers.')
}

/** A perturbation by its name, as a map of optional fields, so that a misspelt one is named with its nearest spelling. */
function perturbationSchema({ perturbations }: MeasureCatalogue) {
  const strength = z.union([z.number(), z.literal(true), z.array(z.number()).min(1)])
  const describe = ({ summary, amounts }: PerturbationEntry) =>
    `${summary} \`amount\`: ${amounts}; a list of them; or \`true\` for severities.`
  const byName = Object.fromEntries(
    [...(perturbations ?? [])].map(([key, entry]) => [key, strength.describe(describe(entry)).optional()]),
  )
  return z
    .strictObject({
      ...byName,
      columns: z
        .union([z.enum(['all', 'numeric', 'category', 'text']), columnNames])
        .describe('The columns changed: all that it can change, those of a kind, or these.')
        .default('all'),
      severity: z
        .union([severity, z.array(severity).min(1)])
        .describe('With `true`: which severities of 1 to 5. Default: all five.')
        .optional(),
    })
    .describe('One perturbation: its name with an amount, or with `true` and a severity.')
}

const expectSchema = z
  .strictObject({
    invariant_within: z
      .number()
      .min(0)
      .describe('No score of a changed row moves by more; of several classes, none of their probabilities.')
      .optional(),
    directional: directions
      .describe('How the score moves when a column grows and nothing else changes: `{ income: decreasing }`.')
      .optional(),
  })
  .describe('What must hold of changed rows. Without it: decisions stay.')

function attackSchema({ attacks }: MeasureCatalogue) {
  return z
    .strictObject({
      method: z.enum([...(attacks ?? [])]).describe('How changes are searched for.'),
      queries: z.int().min(1).describe('The most changed rows that are scored for each row.').default(500),
      max_change: z.number().gt(0).describe('How far a number may move, in units. Default: within bounds.').optional(),
      unit: z
        .enum(['range', 'iqr'])
        .describe('The unit of a change: the range between a column’s bounds, or the interquartile range of its rows.')
        .default('range'),
      immutable: columnNames.describe('Columns that an attacker cannot change.').optional(),
      monotone: directions.describe('Columns that only grow, or only shrink.').optional(),
      bounds: z
        .record(name, z.tuple([z.number(), z.number()]))
        .describe('The least and the greatest value of a column. Default: those of the rows.')
        .optional(),
      categories: z
        .record(name, z.array(cell).min(1))
        .describe('The categories that a column may take. Default: those of the rows.')
        .optional(),
    })
    .describe('A search, row by row, for the smallest change that flips the decision.')
}
