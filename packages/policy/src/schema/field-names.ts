import type { z } from 'zod'

/** The names of the fields that a schema knows at a path of a value; empty where anything is allowed there. */
export function fieldNamesAt(schema: z.core.$ZodType, value: unknown, path: readonly PropertyKey[]): string[] {
  const at = branchFor(schema, value)
  const [step, ...rest] = path
  const definition = (at as z.core.$ZodTypes)._zod.def
  if (step === undefined) return definition.type === 'object' ? Object.keys(definition.shape) : []
  const next = stepInto(definition, step)
  return next === null ? [] : fieldNamesAt(next, (value as Record<PropertyKey, unknown> | null)?.[step], rest)
}

function stepInto(definition: z.core.$ZodTypes['_zod']['def'], step: PropertyKey): z.core.$ZodType | null {
  switch (definition.type) {
    case 'object':
      return definition.shape[String(step)] ?? null
    case 'record':
      return definition.valueType
    case 'array':
      return definition.element
    default:
      return null
  }
}

/** Strips what wraps a schema; of a union takes the branch whose discriminator or kind fits the value. */
function branchFor(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  const definition = (schema as z.core.$ZodTypes)._zod.def
  switch (definition.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return branchFor(definition.innerType, value)
    case 'union':
      return branchFor(fittingOption(definition.options, value) ?? schema, value)
    default:
      return schema
  }
}

function fittingOption(options: readonly z.core.$ZodType[], value: unknown): z.core.$ZodType | null {
  const kind = Array.isArray(value) ? 'array' : typeof value
  const fitting = options.filter(
    (option) => kindOf(option) === kind || (kindOf(option) === 'record' && kind === 'object'),
  )
  const named = fitting.find((option) => {
    const definition = (option as z.core.$ZodTypes)._zod.def
    const name = definition.type === 'object' ? definition.shape['name'] : undefined
    return name?._zod.values?.has((value as { name: string }).name)
  })
  return named ?? fitting[0] ?? null
}

function kindOf(schema: z.core.$ZodType): string {
  const definition = (schema as z.core.$ZodTypes)._zod.def
  if (definition.type === 'union')
    return definition.options[0] === undefined ? 'unknown' : kindOf(definition.options[0])
  return definition.type
}
