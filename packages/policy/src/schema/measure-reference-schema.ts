import * as z from 'zod'
import type { MeasureCatalogue, MeasureEntry } from '../catalogue.ts'

/** A measure in a policy: its name, or its name with options. */
export type MeasureReference = string | ({ readonly name: string } & Readonly<Record<string, unknown>>)

/** Marks the schema of a measure's name, so that the JSON Schema can describe each. */
export const measureNames = z.registry<{ readonly measures: true }>()

const built = new WeakMap<MeasureCatalogue, z.ZodType<MeasureReference>>()

/**
 * The `metric` field: `roc_auc`, or `{ name: ece, bins: 15 }` with the options that the measure itself declares. Built once a
 * catalogue, whose hundred-odd measures take a small check longer than its rows.
 */
export function measureReferenceSchema(catalogue: MeasureCatalogue): z.ZodType<MeasureReference> {
  const schema = built.get(catalogue) ?? build(catalogue)
  built.set(catalogue, schema)
  return schema
}

function build(catalogue: MeasureCatalogue): z.ZodType<MeasureReference> {
  const entries = [...catalogue.measures.values()]
  const name = z.enum(entries.map((entry) => entry.name)).register(measureNames, { measures: true })
  const withOptions = z.discriminatedUnion('name', entries.map(measureWithOptions) as [z.ZodObject, ...z.ZodObject[]])
  return z
    .union([name, withOptions])
    .describe(
      'What is measured: the name of a measure, or a map of its name and its options.',
    ) as z.ZodType<MeasureReference>
}

function measureWithOptions(entry: MeasureEntry): z.ZodObject {
  return z.strictObject({ name: z.literal(entry.name), ...entry.options.shape }).describe(entry.describe.summary)
}
