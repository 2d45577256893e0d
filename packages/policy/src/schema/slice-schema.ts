import * as z from 'zod'

/**
 * A number or an infinity (`.inf`), which JSON Schema's `number` leaves out in most validators: so it is described by
 * what it is not.
 */
const edge = z
  .custom<number>((value) => typeof value === 'number' && !Number.isNaN(value), { error: 'expected a number or .inf' })
  .meta({ title: 'number', not: { anyOf: ['string', 'boolean', 'array', 'object', 'null'].map((type) => ({ type })) } })

const name = z.string().min(1)
/** `30d`, `12h`, or ISO 8601 without months and years, which have no fixed length. */
const duration = /^(\d+(\.\d+)?\s?(s|m|min|h|d|w)|P(?=.)(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?)$/

const discover = z
  .strictObject({
    columns: z.array(name).min(1).describe('The columns to search.'),
    depth: z.int().min(1).max(4).describe('How many columns a found slice combines at most.').default(2),
    min_rows: z.int().min(1).describe('Slices with fewer rows are not looked at.').default(100),
    top: z.int().min(1).max(100).describe('How many of the worst slices are kept.').default(10),
  })
  .describe('Searches the slices with the largest errors (SliceLine).')

/** One entry of `slices`. */
export const sliceSchema = z
  .strictObject({
    name: name.describe("How gates, waivers and reports name this slice. Not 'all' or 'none'."),
    column: name
      .describe(
        'The column that cuts the rows: by value, unless `quantiles`, `edges`, `windows` or `every` says otherwise.',
      )
      .optional(),
    top: z
      .int()
      .min(1)
      .max(1000)
      .describe('By value: keep the most frequent values; the rest is one slice, `other`.')
      .optional(),
    quantiles: z
      .int()
      .min(2)
      .max(100)
      .describe('Cut a numeric column into this many slices of equally many rows.')
      .optional(),
    edges: z
      .array(edge)
      .min(2)
      .describe('Cut a numeric column at these values: `[a, b)` for each neighbouring two. `.inf` is allowed.')
      .optional(),
    windows: z
      .record(name, z.string().regex(duration))
      .describe(
        'Named stretches of time, counted back from the newest timestamp: `{ last: 30d }`. Units: s, m, h, d, w; or ISO 8601.',
      )
      .optional(),
    every: z
      .enum(['hour', 'day', 'week', 'month', 'quarter', 'year'])
      .describe('One slice for each calendar period of a time column.')
      .optional(),
    where: name.describe('Rows for which this SQL expression over the columns of the table is true.').optional(),
    cross: z
      .array(name)
      .min(2)
      .max(4)
      .describe('Names of other slices, combined: one slice for each combination of theirs.')
      .optional(),
    discover: discover.optional(),
  })
  .describe('A named way to cut the rows: by `column`, by a predicate `where`, a `cross` of slices, or `discover`.')
