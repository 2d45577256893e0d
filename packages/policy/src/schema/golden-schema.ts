import * as z from 'zod'

const name = z.string().min(1)
const names = z.array(name).min(1)

const duration = z
  .string()
  .regex(/^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/, 'expected an ISO 8601 duration of days or longer, such as P3M')

/** The fields of a dataset with `role: golden`: what it stands for, and how its labels came about. */
export const goldenFields = {
  represents: name.describe('`role: golden`: the dataset whose distribution it should cover.').optional(),
  apart_from: z
    .union([name, names])
    .describe('`role: golden`: the datasets that must hold none of its rows, such as what the model was trained on.')
    .optional(),
  features: names
    .describe(
      '`role: golden`: the columns that are compared. Default: every column that the tables share and that plays no role.',
    )
    .optional(),
  text: z
    .union([name, names])
    .describe(
      '`role: golden`: the columns of free text. Rows are near where their texts are, by the shingles that they share; no bins are made of them.',
    )
    .optional(),
  annotators: names
    .describe('`role: golden`: the columns of labels that people gave independently of each other, one a person.')
    .optional(),
  reviewed: name
    .describe('`role: golden`: the boolean column that says whether an expert has checked the row.')
    .optional(),
  labelled_at: name
    .describe('`role: golden`: the column of the day on which a row was labelled, or one day for all, `2026-03-31`.')
    .optional(),
  refresh: z
    .union([
      duration,
      z.strictObject({
        every: duration.describe('How long labels hold at the most, an ISO 8601 duration such as `P3M`.').optional(),
        drift: z
          .number()
          .gt(0)
          .lt(1)
          .describe(
            'Due as soon as a feature of what it represents has moved by more than this share of rows (total variation beyond noise), see `golden_drift`.',
          )
          .optional(),
      }),
    ])
    .describe(
      '`role: golden`: how long its labels hold, an ISO 8601 duration such as `P3M`; or `{ every: P3M, drift: 0.1 }`, whichever comes first.',
    )
    .optional(),
}
