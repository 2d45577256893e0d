import type { DatasetDefinition, Gate, ModelDefinition, SliceDefinition } from '../model.ts'
import type { GateFields } from '../schema/policy-schema.ts'
import { type MapNode, placeAt } from '../source/policy-node.ts'
import { checkComparableSlices } from './comparable-slices.ts'
import { checkBounds, resolveCondition } from './condition.ts'
import type { Context } from './context.ts'
import { locationOf } from './data.ts'
import { resolveMeasure } from './measure-reference.ts'

/** What a gate may refer to, resolved. */
export interface Parts {
  readonly datasets: readonly DatasetDefinition[]
  readonly models: readonly ModelDefinition[]
  readonly slices: readonly SliceDefinition[]
}

const tasksWithoutPositives: readonly (string | null)[] = [
  'multiclass',
  'multilabel',
  'regression',
  'quantile',
  'ranking',
]

/** One gate with its defaults filled in; `null` where something that it needs is missing or wrong, which is reported. */
export function normaliseGate(fields: GateFields, node: MapNode, parts: Parts, context: Context): Gate | null {
  if (fields.stress !== undefined) {
    context.report(placeAt(node, ['stress']), {
      code: 'not-in-this-version',
      message: `this version has no stress suites, so gate '${fields.name}' cannot run`,
      hint: 'A check that did not run never passes: remove the gate until this version can run it.',
      found: fields.stress,
    })
    return null
  }
  const problemsBefore = context.problems.length
  const measure = measureOf(fields, node, context)
  const resolved = resolveCondition(fields, measure?.entry ?? null, node, context)
  if (measure !== null && resolved !== null) checkBounds(resolved.condition, measure.entry, node, context)
  const ofDataset = measure?.entry.subject === 'dataset'
  const model = modelOf(fields, node, parts, ofDataset, context)
  const versus = fields.versus ?? null
  if (versus !== null && context.knows('model', versus, placeAt(node, ['versus'])) && versus === model)
    context.report(placeAt(node, ['versus']), {
      code: 'compares-with-itself',
      message: `gate '${fields.name}' compares '${model}' with itself`,
      hint: 'Name another model in `versus`, or in `model`.',
    })
  const on = datasetsOf(fields, node, parts, resolved?.datasets ?? null, ofDataset, context)
  if (on !== null) for (const name of [model, versus]) checkFittedRows(fields.name, name, on, node, parts, context)
  const slices = slicesOf(fields, node, context)
  if (resolved !== null) checkComparableSlices(fields.name, resolved.condition, slices, parts.slices, node, context)
  if (fields.min_positives != null && tasksWithoutPositives.includes(context.task))
    context.report(placeAt(node, ['min_positives']), {
      code: 'misplaced-field',
      message: `'min_positives' counts positive rows, which a ${context.task} task does not have`,
      hint: 'Write min_rows.',
    })
  if (
    measure === null ||
    resolved === null ||
    model === null ||
    on === null ||
    context.problems.length > problemsBefore
  )
    return null

  const severalSlices =
    slices.length > 1 || slices.some((name) => parts.slices.find((slice) => slice.name === name)?.kind !== 'where')
  return {
    name: fields.name,
    metric: measure.reference,
    model,
    on,
    versus,
    condition: resolved.condition,
    severity: fields.severity,
    slices,
    correction: fields.correction ?? (severalSlices ? 'holm' : 'none'),
    correctionDeclared: fields.correction !== undefined,
    minRows: fields.min_rows ?? null,
    minPositives: fields.min_positives ?? null,
    confidence: fields.confidence,
    proof: fields.proof ?? (versus !== null ? 'proven' : slices.length > 0 ? 'unrefuted' : 'point'),
    onInconclusive: fields.on_inconclusive ?? (fields.severity === 'block' ? 'fail' : 'warn'),
    why: fields.why ?? null,
    floor: fields.floor,
    location: locationOf(node.place),
  }
}

function measureOf(fields: GateFields, node: MapNode, context: Context) {
  if (fields.metric !== undefined) return resolveMeasure(fields.metric, node, context)
  context.reportMissing(node.place, 'metric', {
    code: 'missing-field',
    message: `gate '${fields.name}' has no metric`,
    hint: 'Add metric: NAME; `sluice explain` lists the measures.',
    expected: 'the name of a measure',
  })
  return null
}

function modelOf(
  fields: GateFields,
  node: MapNode,
  { models }: Parts,
  ofDataset: boolean,
  context: Context,
): string | null {
  if (fields.model !== undefined)
    return context.knows('model', fields.model, placeAt(node, ['model'])) ? fields.model : null
  const candidates = models.filter((model) => model.role !== 'baseline')
  const first = candidates[0] ?? models[0]
  // A measure of a dataset is the same whatever the model.
  if (first !== undefined && (candidates.length === 1 || ofDataset)) return first.name
  if (models.length > 0 && !context.isIncomplete('models'))
    context.reportMissing(node.place, 'model', {
      code: 'missing-field',
      message:
        candidates.length === 0
          ? `gate '${fields.name}' names no model, and every model is a baseline`
          : `gate '${fields.name}' names no model, and there are ${candidates.length} that are not the baseline: ${candidates.map((model) => model.name).join(', ')}`,
      hint: `Add model: ${(candidates[0] ?? models[0])!.name}.`,
      expected: 'a model',
    })
  return null
}

function datasetsOf(
  fields: GateFields,
  node: MapNode,
  { datasets }: Parts,
  between: readonly [string, string] | null,
  ofDataset: boolean,
  context: Context,
): readonly string[] | null {
  if (between !== null) {
    const known = between.map((name, index) => context.knows('dataset', name, placeAt(node, ['between', index])))
    if (between[0] === between[1])
      context.report(placeAt(node, ['between', 1]), {
        code: 'compares-with-itself',
        message: `gate '${fields.name}' compares dataset '${between[0]}' with itself`,
        hint: 'Name two datasets.',
      })
    return known.every(Boolean) ? between : null
  }
  if (fields.on !== undefined) return context.knows('dataset', fields.on, placeAt(node, ['on'])) ? [fields.on] : null
  const role = ofDataset ? 'golden' : 'test'
  const tests = datasets.filter((dataset) => dataset.role === role)
  const [only, another] = tests.length > 0 ? tests : datasets
  if (only !== undefined && another === undefined) return [only.name]
  if (only !== undefined && !context.isIncomplete('datasets'))
    context.reportMissing(node.place, 'on', {
      code: 'missing-field',
      message: `gate '${fields.name}' names no dataset, and ${tests.length === 0 ? 'none' : 'more than one'} has role: ${role}`,
      hint: `Add on: ${only.name}, or give one dataset role: ${role}.`,
      expected: `one of ${context.names.dataset.join(', ')}`,
    })
  return null
}

/** A calibrator looks better on the rows that it was fitted on than anywhere else. */
function checkFittedRows(
  gate: string,
  name: string | null,
  on: readonly string[],
  node: MapNode,
  { models }: Parts,
  context: Context,
): void {
  const model = models.find((one) => one.name === name)
  const fitted = [model?.calibrate?.on, model?.conformal?.on].find(
    (dataset) => dataset !== undefined && on.includes(dataset),
  )
  if (fitted === undefined) return
  context.report(placeAt(node, ['on']), {
    code: 'judged-on-fitted-rows',
    message: `gate '${gate}' judges '${name}' on '${fitted}', the rows that it is fitted on`,
    hint: 'Judge it on other rows, or fit it on others.',
    expected: 'a dataset that nothing is fitted on',
    found: fitted,
  })
}

function slicesOf(fields: GateFields, node: MapNode, context: Context): readonly string[] {
  if (fields.slices === undefined || fields.slices === 'none') return []
  if (fields.slices !== 'all') {
    for (const [index, name] of fields.slices.entries()) context.knowsSlice(name, placeAt(node, ['slices', index]))
    return [...new Set(fields.slices)]
  }
  if (context.names.slice.length === 0)
    context.report(placeAt(node, ['slices']), {
      code: 'no-slices',
      message: `gate '${fields.name}' judges all slices, and the policy declares none`,
      hint: 'Add slices: [{ name: NAME, column: COLUMN }].',
    })
  return context.names.slice
}
