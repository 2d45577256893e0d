import type { MeasureEntry } from '../catalogue.ts'
import type { DatasetDefinition, Gate, MetricReference, ModelDefinition, SliceDefinition } from '../model.ts'
import type { GateFields } from '../schema/policy-schema.ts'
import { type MapNode, placeAt } from '../source/policy-node.ts'
import type { SuiteDefinition } from '../stress-suite.ts'
import { chosenDataset, chosenSlices } from './chosen-rows.ts'
import { checkComparableSlices } from './comparable-slices.ts'
import { checkBounds, resolveCondition } from './condition.ts'
import type { Context } from './context.ts'
import { locationOf } from './data.ts'
import { checkFittedRows } from './fitted-rows.ts'
import { impliedMeasure, type ResolvedMeasure, resolveMeasure } from './measure-reference.ts'
import { checkStressSlices, stressOf } from './stress-gate.ts'

/** What a gate may refer to, resolved. */
export interface Parts {
  readonly datasets: readonly DatasetDefinition[]
  readonly models: readonly ModelDefinition[]
  readonly slices: readonly SliceDefinition[]
  readonly stress: readonly SuiteDefinition[]
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
  const problemsBefore = context.problems.length
  const measure = measureOf(fields, node, context)
  const stress = stressOf(fields, measure?.entry ?? null, node, parts, context)
  if (stress.kind === 'refused') return null
  const suite = stress.kind === 'suite' ? stress.suite : null
  const resolved = resolveCondition(fields, measure?.entry ?? null, node, context)
  if (measure !== null && resolved !== null) checkBounds(resolved.condition, measure.entry, node, context)
  const ofDataset = measure?.entry.subject === 'dataset'
  // A suite that asks a model of its own is of no model of the policy: whichever stands for it is not asked.
  const model = suite?.model.name ?? modelOf(fields, node, parts, ofDataset || suite !== null, context)
  const versus = fields.versus ?? null
  if (versus !== null && context.knows('model', versus, placeAt(node, ['versus'])) && versus === model)
    context.report(placeAt(node, ['versus']), {
      code: 'compares-with-itself',
      message: `gate '${fields.name}' compares '${model}' with itself`,
      hint: 'Name another model in `versus`, or in `model`.',
    })
  const on =
    suite === null ? datasetsOf(fields, node, parts, resolved?.datasets ?? null, ofDataset, context) : [suite.on]
  if (on !== null)
    for (const name of [model, versus]) checkFittedRows(`gate '${fields.name}'`, name, on, node, parts, context)
  const slices = chosenSlices(fields.slices, `gate '${fields.name}'`, node, context)
  if (measure !== null) checkSubject(fields, measure.entry, [model, versus], node, parts, context)
  if (suite !== null) checkStressSlices(slices, parts.slices, node, context)
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
    metric: suite === null ? measure.reference : ofSuite(measure.reference, suite),
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

/** What is measured under a suite is another thing than under another: its name is part of the measurement's. */
function ofSuite({ name, options }: MetricReference, suite: SuiteDefinition): MetricReference {
  return { name, options: { ...options, stress: suite.name } }
}

/** What a measure asks of its gate beside a condition: models that can be asked, all rows together. */
function checkSubject(
  fields: GateFields,
  { name, needs, bySlice }: MeasureEntry,
  models: readonly (string | null)[],
  node: MapNode,
  parts: Parts,
  context: Context,
): void {
  for (const [field, model] of [
    ['model', models[0]],
    ['versus', models[1]],
  ] as const) {
    const definition = needs.includes('call') ? parts.models.find((one) => one.name === model) : undefined
    if (definition !== undefined && definition.call === null)
      context.report(placeAt(node, fields[field] === undefined ? ['name'] : [field]), {
        code: 'model-without-call',
        message: `'${name}' asks the model for predictions, and '${model}' does not say how it is asked`,
        hint: `Write models: { ${model}: { call: { onnx: FILE, inputs: FILE } } }, or name a model that has a call.`,
        expected: 'a model with a call',
        found: model!,
      })
  }
  if (bySlice === false && fields.slices !== undefined && fields.slices !== 'none')
    context.report(placeAt(node, ['slices']), {
      code: 'misplaced-field',
      message: `gate '${fields.name}': '${name}' has no value by slice`,
      hint: 'Remove slices.',
    })
}

function measureOf(fields: GateFields, node: MapNode, context: Context): ResolvedMeasure | null {
  if (fields.max_latency_ratio !== undefined) return impliedMeasure(fields, 'max_latency_ratio', node, context)
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
  const candidates = models.filter((model) => model.role === 'candidate')
  const first = candidates[0] ?? models[0]
  // A measure of a dataset is the same whatever the model.
  if (first !== undefined && (candidates.length === 1 || ofDataset)) return first.name
  if (models.length > 0 && !context.isIncomplete('models'))
    context.reportMissing(node.place, 'model', {
      code: 'missing-field',
      message:
        candidates.length === 0
          ? `gate '${fields.name}' names no model, and no model is the candidate`
          : `gate '${fields.name}' names no model, and there are ${candidates.length} candidates: ${candidates.map((model) => model.name).join(', ')}`,
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
  if (between === null) {
    const dataset = chosenDataset(
      fields.on,
      `gate '${fields.name}'`,
      node,
      datasets,
      context,
      ofDataset ? 'golden' : 'test',
    )
    return dataset === null ? null : [dataset]
  }
  const known = between.map((name, index) => context.knows('dataset', name, placeAt(node, ['between', index])))
  if (between[0] === between[1])
    context.report(placeAt(node, ['between', 1]), {
      code: 'compares-with-itself',
      message: `gate '${fields.name}' compares dataset '${between[0]}' with itself`,
      hint: 'Name two datasets.',
    })
  return known.every(Boolean) ? between : null
}
