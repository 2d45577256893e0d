import type { GoldenDefinition } from '../model.ts'
import { goldenFields } from '../schema/golden-schema.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { type MapNode, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'

type DatasetFields = NonNullable<PolicyFile['datasets']>[string]

/** What makes a dataset a golden set; `null` for any other dataset. */
export function normaliseGolden(
  dataset: string,
  fields: DatasetFields,
  node: MapNode,
  context: Context,
): GoldenDefinition | null {
  const given = (Object.keys(goldenFields) as (keyof typeof goldenFields)[]).filter(
    (field) => fields[field] !== undefined,
  )
  if (fields.role !== 'golden') {
    for (const field of given)
      context.report(placeAt(node, [field]), {
        code: 'misplaced-field',
        message: `'${field}' describes a golden set, and dataset '${dataset}' is none`,
        hint: `Add role: golden, or remove ${field}.`,
      })
    return null
  }
  const apart = typeof fields.apart_from === 'string' ? [fields.apart_from] : (fields.apart_from ?? [])
  if (fields.represents !== undefined) requireOther(dataset, fields.represents, node, ['represents'], context)
  apart.forEach((name, index) => {
    requireOther(
      dataset,
      name,
      node,
      typeof fields.apart_from === 'string' ? ['apart_from'] : ['apart_from', index],
      context,
    )
  })
  const text = typeof fields.text === 'string' ? [fields.text] : (fields.text ?? [])
  const both = text.find((name) => fields.features?.includes(name))
  if (both !== undefined)
    context.report(placeAt(node, ['text']), {
      code: 'invalid-value',
      message: `dataset '${dataset}' has '${both}' under features and under text`,
      hint: 'Leave a free text out of features; a text of few values is a feature.',
      expected: 'columns that are not under features',
      found: both,
    })
  if (fields.annotators?.length === 1)
    context.report(placeAt(node, ['annotators']), {
      code: 'invalid-value',
      message: `dataset '${dataset}' names one annotator; agreement is between two or more`,
      hint: 'Name the columns of all annotators, or leave annotators out.',
      expected: 'two columns or more',
      found: fields.annotators[0]!,
    })
  const refresh = typeof fields.refresh === 'string' ? { every: fields.refresh } : (fields.refresh ?? {})
  if (refresh.drift !== undefined && fields.represents === undefined)
    context.report(placeAt(node, ['refresh']), {
      code: 'invalid-value',
      message: `dataset '${dataset}' is due when what it represents drifts, and represents nothing`,
      hint: 'Add represents: DATASET, or take drift out of refresh.',
      expected: 'represents',
      found: 'drift without it',
    })
  return {
    represents: fields.represents ?? null,
    apartFrom: apart,
    features: fields.features ?? null,
    text,
    annotators: fields.annotators ?? [],
    reviewed: fields.reviewed ?? null,
    labelledAt: labelledAt(fields.labelled_at),
    refresh: refresh.every ?? null,
    ...(refresh.drift !== undefined && { refreshDrift: refresh.drift }),
  }
}

function requireOther(
  dataset: string,
  name: string,
  node: MapNode,
  path: readonly (string | number)[],
  context: Context,
): void {
  const place = placeAt(node, path)
  if (!context.knows('dataset', name, place) || name !== dataset) return
  context.report(place, {
    code: 'compares-with-itself',
    message: `golden set '${dataset}' names itself under ${path[0]}`,
    hint: 'Name another dataset.',
  })
}

function labelledAt(text: string | undefined): GoldenDefinition['labelledAt'] {
  if (text === undefined) return null
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { date: text } : { column: text }
}
