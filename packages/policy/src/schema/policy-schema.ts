import * as z from 'zod'
import { type MeasureCatalogue, tasks } from '../catalogue.ts'
import { columnsSchema, datasetSchema, modelSchema } from './data-schema.ts'
import { gateSchema } from './gate-schema.ts'
import { sliceSchema } from './slice-schema.ts'
import { stressSchema } from './stress-schema.ts'
import { thresholdSchema } from './threshold-schema.ts'
import { variantsSchema } from './variants-schema.ts'

// A policy is parsed once: compiling its schema to code costs 40 ms of a cold start and is never earned back.
z.config({ jitless: true })

const name = z.string().min(1)

/** Sections that the format reserves and this version does not act on. */
export const reservedSections = ['monitors', 'rollout', 'retraining'] as const

const waiverSchema = z
  .strictObject({
    gate: name.describe('The gate whose failure is accepted.'),
    slice: name
      .nullable()
      .describe('Only this slice of it, as reports write it: `sex=2`. Default: the whole gate.')
      .optional(),
    until: z.iso.date().describe('The last day on which the waiver holds, `2027-01-31`.'),
    reason: name.describe('Why the risk is taken.'),
    approved_by: name.describe('Who takes it.'),
  })
  .describe('A dated exception.')

function build(catalogue: MeasureCatalogue) {
  return z
    .strictObject({
      version: z.literal(1).describe('The version of the format: 1.'),
      model: name.describe('The name of the model, unique in the workspace.').optional(),
      description: z.string().nullable().describe('What the model answers, in a sentence.').optional(),
      owners: z.array(name).describe('Who answers for it.').optional(),
      extends: name.describe('A policy file to inherit from, relative to this one.').optional(),
      task: z.enum(tasks).describe('What kind of prediction it is; decides which measures fit.').optional(),
      datasets: z.record(name, datasetSchema).describe('Tables by name.').optional(),
      columns: columnsSchema.optional(),
      models: z.record(name, modelSchema(catalogue)).describe('Models by name, each with its columns.').optional(),
      threshold: thresholdSchema(catalogue).optional(),
      slices: z.array(sliceSchema).describe('Named ways to cut the rows.').optional(),
      gates: z.array(gateSchema(catalogue)).describe('What must hold.').optional(),
      variants: variantsSchema(catalogue).optional(),
      waivers: z.array(waiverSchema).describe('Dated exceptions.').optional(),
      stress: stressSchema(catalogue).nullable().describe('Stress suites by name.').optional(),
      monitors: z
        .array(z.unknown())
        .nullable()
        .describe('Production monitors. Reserved: this version does not run them.')
        .optional(),
      rollout: z
        .record(z.string(), z.unknown())
        .nullable()
        .describe('Rollout stages. Reserved: this version does not run them.')
        .optional(),
      retraining: z
        .record(z.string(), z.unknown())
        .nullable()
        .describe('Retraining. Reserved: this version does not act on it.')
        .optional(),
    })
    .describe('A Sluice policy: what a model must show before it is released.')
}

export type PolicySchema = ReturnType<typeof build>
/** A policy file's content after validation, before names are resolved and defaults that depend on others are filled. */
export type PolicyFile = z.output<PolicySchema>
export type GateFields = NonNullable<PolicyFile['gates']>[number]
export type SliceFields = NonNullable<PolicyFile['slices']>[number]

const built = new WeakMap<MeasureCatalogue, PolicySchema>()

/**
 * The schema of one policy file. Everything but `version` is optional, because a file may inherit the rest or be there
 * to be inherited; what a whole policy must have is checked after inheritance, by `parsePolicy`.
 *
 * @param catalogue where the names and options of measures come from; one schema is built per catalogue
 */
export function policySchema(catalogue: MeasureCatalogue): PolicySchema {
  const known = built.get(catalogue)
  if (known !== undefined) return known
  const schema = build(catalogue)
  built.set(catalogue, schema)
  return schema
}

/** The schema of one entry of `gates`. */
export function gateSchemaOf(catalogue: MeasureCatalogue): ReturnType<typeof gateSchema> {
  return policySchema(catalogue).shape.gates.unwrap().element
}
