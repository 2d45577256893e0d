import * as z from 'zod'
import type { MeasureCatalogue } from '../catalogue.ts'
import { measureNames } from './measure-reference-schema.ts'
import { policySchema } from './policy-schema.ts'

/** A JSON Schema document or a part of one. */
export type JsonSchema = z.core.JSONSchema.BaseSchema

/** What is written in a file of this schema (before defaults), as JSON Schema draft 7, the draft that editors know. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' })
}

/**
 * The JSON Schema of a policy file, for editors: names, types, defaults and descriptions of every field, and every
 * measure with its summary. What needs the whole policy (one condition a gate, names that exist) only loading checks.
 */
export function policyJsonSchema(catalogue: MeasureCatalogue): JsonSchema {
  const schema = z.toJSONSchema(policySchema(catalogue), {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (!measureNames.has(zodSchema)) return
      delete jsonSchema.type
      delete jsonSchema.enum
      jsonSchema.anyOf = [...catalogue.measures.values()].map(({ name, describe }) => ({
        const: name,
        title: describe.label,
        description: describe.summary,
      }))
    },
  })
  return { ...schema, title: 'Sluice policy' }
}
