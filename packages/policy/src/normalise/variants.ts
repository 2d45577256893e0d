import type { DatasetDefinition, ModelDefinition, VariantsDefinition } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { child, keyPlace, type MapNode, placeAt } from '../source/policy-node.ts'
import { chosenDataset, chosenSlices } from './chosen-rows.ts'
import type { Context } from './context.ts'
import { locationOf } from './data.ts'
import { checkFittedRows } from './fitted-rows.ts'
import { resolveMeasure } from './measure-reference.ts'

type VariantsFields = NonNullable<PolicyFile['variants']>

interface Named {
  readonly datasets: readonly DatasetDefinition[]
  readonly models: readonly ModelDefinition[]
}

/** The builds that the policy compares; `null` where something is missing or wrong, which is reported. */
export function normaliseVariants(
  fields: VariantsFields,
  root: MapNode,
  named: Named,
  context: Context,
): VariantsDefinition | null {
  const node = child(root, 'variants') as MapNode
  const problemsBefore = context.problems.length
  const reference =
    fields.reference ?? reportMissing('reference', 'the model that builds are compared with', node, context)
  const builds = fields.builds ?? reportMissing('builds', 'the models that are compared with it', node, context)
  if (reference !== null) checkModel(reference, ['reference'], node, named, context)
  for (const [index, build] of (builds ?? []).entries()) {
    checkModel(build, ['builds', index], node, named, context)
    const earlier = [reference, ...builds!.slice(0, index)]
    if (earlier.includes(build))
      context.report(placeAt(node, ['builds', index]), {
        code: 'compares-with-itself',
        message: `the build '${build}' is ${build === reference ? 'the reference' : 'named twice'}`,
        hint: 'Name each model once.',
        found: build,
      })
  }
  for (const model of Object.keys(fields.cost ?? {})) {
    const place = placeAt(node, ['cost', model])
    if (!context.knows('model', model, place) || builds === null || reference === null) continue
    if (model !== reference && !builds.includes(model))
      context.report(place, {
        code: 'misplaced-field',
        message: `'${model}' has a cost and is none of the builds`,
        hint: `Add it to builds, or remove its cost.`,
        expected: `one of ${[reference, ...builds].join(', ')}`,
        found: model,
      })
  }
  const quality = qualityOf(fields, node, context)
  const on = chosenDataset(fields.on, "'variants'", node, named.datasets, context)
  for (const model of on === null ? [] : [reference, ...(builds ?? [])])
    checkFittedRows("'variants'", model, [on!], node, named, context)
  const slices = chosenSlices(fields.slices, "'variants'", node, context)
  if (reference === null || builds === null || quality === null || on === null) return null
  if (context.problems.length > problemsBefore) return null
  const { requests, rows, warm_up: warmUp, cost = {} } = fields
  const location = locationOf(keyPlace(root, 'variants'))
  return { reference, builds, on, quality, slices, requests, rows, warmUp, cost, location }
}

function qualityOf(fields: VariantsFields, node: MapNode, context: Context) {
  if (fields.quality === undefined) return reportMissing('quality', 'the measure they are compared by', node, context)
  const measure = resolveMeasure(fields.quality, node, context, 'quality')
  if (measure === null) return null
  const { name, subject, needs } = measure.entry
  if ((subject ?? 'model') === 'model' && !needs.includes('call')) return measure.reference
  context.report(placeAt(node, ['quality']), {
    code: 'misplaced-field',
    message: `'${name}' is no quality of one model on the rows of a table`,
    hint: 'Name a measure such as roc_auc; latencies, flips and sizes are compared without being named.',
    found: name,
  })
  return null
}

/** Models that are compared are asked for their predictions: that is what is timed. */
function checkModel(
  name: string,
  path: readonly (string | number)[],
  node: MapNode,
  { models }: Named,
  context: Context,
): void {
  if (!context.knows('model', name, placeAt(node, path))) return
  if (models.find((model) => model.name === name)?.call !== null) return
  context.report(placeAt(node, path), {
    code: 'model-without-call',
    message: `builds are timed, and the model '${name}' does not say how it is asked`,
    hint: `Write models: { ${name}: { call: { onnx: FILE, inputs: FILE } } }.`,
    expected: 'a model with a call',
    found: name,
  })
}

function reportMissing(field: string, what: string, node: MapNode, context: Context): null {
  context.reportMissing(node.place, field, {
    code: 'missing-field',
    message: `'variants' does not name ${what}`,
    hint: 'Write variants: { reference: fp32, builds: [int8], quality: roc_auc }.',
    expected: field,
  })
  return null
}
