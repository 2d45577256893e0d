import * as z from 'zod'
import type { MeasureCatalogue } from '../catalogue.ts'
import { measureReferenceSchema } from './measure-reference-schema.ts'

const name = z.string().min(1)

/** The section that compares builds of one model. Nothing is required here: it may be inherited. */
export function variantsSchema(catalogue: MeasureCatalogue) {
  return z
    .strictObject({
      reference: name.describe('The model that the builds are compared with; it needs a `call`.').optional(),
      builds: z.array(name).min(1).describe('The builds, names of models with a `call`.').optional(),
      on: name
        .describe('The dataset they are compared on. Default: the one with `role: test`, or the only one.')
        .optional(),
      quality: measureReferenceSchema(catalogue)
        .describe('The measure by which they are compared, as in a gate.')
        .optional(),
      slices: z
        .union([z.enum(['all', 'none']), z.array(name)])
        .describe('Compare quality and flips on these slices too: `all`, `none` (default) or a list of names.')
        .optional(),
      requests: z
        .int()
        .min(1)
        .describe('Timed requests of each model; a p99 has an interval at 95 % from 368 on.')
        .default(400),
      rows: z.int().min(1).describe('Rows in a request.').default(1),
      warm_up: z.int().min(0).describe('Requests of each model before the first that counts.').default(50),
      cost: z
        .record(name, z.number().min(0))
        .describe('What a model costs, by name, in any one currency and unit.')
        .optional(),
    })
    .describe(
      'Builds of one model (compressed, distilled, pruned) compared on the same rows and timed in the same rounds.',
    )
}
