import * as z from 'zod'

/** A JSON Schema as the OpenAPI document prints it. */
export interface Shape {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly enum?: readonly (string | null)[]
  readonly additionalProperties?: Shape | boolean
  readonly format?: string
  readonly pattern?: string
  readonly const?: string
}

/**
 * What we give out ourselves: its type is the store's, its description written by hand. It is not checked again on its
 * way out, for lists and evidence are large and were checked on their way in.
 */
export function described<Output>(shape: Shape): z.ZodType<Output, Output> {
  return z.custom<Output>(() => true).meta({ override: { ...shape } as Record<string, unknown> })
}

/** An object all of whose properties are always there. */
export function objectOf(properties: Readonly<Record<string, Shape>>, description?: string): Shape {
  const required = Object.keys(properties)
  return { type: 'object', ...(description === undefined ? {} : { description }), properties, required }
}

export function listOf(items: Shape, description?: string): Shape {
  return { type: 'array', items, ...(description === undefined ? {} : { description }) }
}

/** One page of a list. */
export function pageOf(items: Shape): Shape {
  return objectOf({
    items: listOf(items),
    nextCursor: nullable('string', 'Give it back as `cursor` for the next page.'),
  })
}

export function text(description?: string): Shape {
  return { type: 'string', ...(description === undefined ? {} : { description }) }
}

export function nullable(type: 'string' | 'number', description?: string): Shape {
  return { type: [type, 'null'], ...(description === undefined ? {} : { description }) }
}
