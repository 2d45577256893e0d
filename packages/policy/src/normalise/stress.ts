import type { DatasetDefinition, ModelDefinition } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { child, keyPlace, type MapNode, placeAt } from '../source/policy-node.ts'
import type { SuiteAttack, SuiteDefinition, SuiteExpectations, SuiteModel, SuitePerturbation } from '../stress-suite.ts'
import { chosenDataset, chosenSlices } from './chosen-rows.ts'
import type { Context } from './context.ts'
import { locationOf } from './data.ts'
import { normaliseCall } from './model-call.ts'
import { syntheticRows } from './synthetic-rows.ts'

type SuiteFields = NonNullable<PolicyFile['stress']>[string]
type PerturbFields = NonNullable<SuiteFields['perturb']>[number]

interface Named {
  readonly datasets: readonly DatasetDefinition[]
  readonly models: readonly ModelDefinition[]
}

const defaultRows = 1000
/** An attack scores hundreds of changed rows for each. */
const defaultAttackedRows = 100
/** Every severity of the corruption benchmarks. */
const everySeverity = [1, 2, 3, 4, 5]
/** Tasks whose answer is a class, so that a decision can flip. */
const decidingTasks: readonly (string | null)[] = ['binary', 'multiclass', null]

/** The stress suites; one that lacks something or is wrong is left out, and reported. */
export function normaliseStress(
  stress: PolicyFile['stress'],
  root: MapNode,
  named: Named,
  context: Context,
): SuiteDefinition[] {
  return Object.entries(stress ?? {}).flatMap(([name, fields]): SuiteDefinition[] => {
    const node = child(child(root, 'stress'), name) as MapNode
    const before = context.problems.length
    const suite = suiteOf(name, fields, node, root, named, context)
    return suite === null || context.problems.length > before ? [] : [suite]
  })
}

function suiteOf(
  name: string,
  fields: SuiteFields,
  node: MapNode,
  root: MapNode,
  named: Named,
  context: Context,
): SuiteDefinition | null {
  const owner = `stress suite '${name}'`
  const model = suiteModel(fields.model, node, 'model', named, context)
  const reference =
    fields.reference === undefined ? null : suiteModel(fields.reference, node, 'reference', named, context)
  const rowsNode = child(node, 'rows')
  const on = chosenDataset(fields.rows?.on, owner, rowsNode?.kind === 'map' ? rowsNode : node, named.datasets, context)
  const perturb = (fields.perturb ?? []).flatMap(
    (entry, index) => perturbationOf(entry, child(child(node, 'perturb'), index) as MapNode, context) ?? [],
  )
  const slices = chosenSlices(fields.slices, owner, node, context)
  const synthetic = syntheticRows(fields, owner, node, context)
  const expect = expectationsOf(fields, owner, node, context)
  if (fields.perturb === undefined && fields.attack === undefined)
    context.reportMissing(node.place, 'perturb', {
      code: 'missing-field',
      message: `${owner} does nothing to its rows`,
      hint: 'Add perturb: [{ noise: 0.1, columns: numeric }], or attack: { method: hop_skip_jump }.',
      expected: 'perturb or attack',
    })
  if (model === null || on === null) return null
  return {
    name,
    model,
    reference,
    on,
    sample:
      fields.rows?.synthetic?.rows ??
      fields.rows?.sample ??
      (fields.attack === undefined ? defaultRows : defaultAttackedRows),
    ...(synthetic !== null && { synthetic }),
    perturb,
    expect,
    attack: fields.attack === undefined ? null : attackOf(fields.attack, node, context),
    immutable: fields.immutable ?? [],
    slices,
    shareCases: fields.share_cases,
    location: locationOf(keyPlace(child(root, 'stress')!, name)),
  }
}

/** A model of the policy that says how it is asked, or the suite's own call. */
function suiteModel(
  written: SuiteFields['model'],
  node: MapNode,
  field: 'model' | 'reference',
  { models }: Named,
  context: Context,
): SuiteModel | null {
  const place = placeAt(node, [field])
  if (typeof written !== 'string') {
    const call = normaliseCall(written, child(node, field) as MapNode, context)
    return call === null ? null : { name: null, call }
  }
  if (!context.knows('model', written, place)) return null
  const call = models.find((model) => model.name === written)?.call
  if (call != null) return { name: written, call }
  // A call that was refused is reported where it stands.
  if (context.isIncomplete(`models.${written}`)) return null
  context.report(place, {
    code: 'model-without-call',
    message: `a suite asks the model for predictions, and '${written}' does not say how it is asked`,
    hint: `Write models: { ${written}: { call: { onnx: FILE, inputs: FILE } } }, or the call here.`,
    expected: 'a model with a call',
    found: written,
  })
  return null
}

function perturbationOf(fields: PerturbFields, node: MapNode, context: Context): SuitePerturbation | null {
  const { columns, severity, ...strengths } = fields
  const known = [...(context.catalogue.perturbations?.keys() ?? [])]
  const [name, second] = Object.keys(strengths).filter((key) => strengths[key as keyof typeof strengths] !== undefined)
  if (name === undefined) {
    context.reportMissing(node.place, known[0] ?? 'noise', {
      code: 'missing-field',
      message: 'this names no perturbation',
      hint: `Write { NAME: AMOUNT }; the perturbations are ${known.join(', ')}.`,
      expected: `one of ${known.join(', ')}`,
    })
    return null
  }
  if (second !== undefined) {
    context.report(placeAt(node, [second]), {
      code: 'misplaced-field',
      message: `this entry is '${name}' and '${second}'; expected one perturbation`,
      hint: 'Make an entry of each.',
      found: second,
    })
    return null
  }
  const written = (strengths as Record<string, true | number | readonly number[] | undefined>)[name]!
  if (written === true)
    return {
      perturbation: name,
      columns,
      amounts: null,
      severities: severity === undefined ? everySeverity : [severity].flat(),
    }
  const amounts = [written].flat() as number[]
  if (severity !== undefined)
    context.report(placeAt(node, ['severity']), {
      code: 'misplaced-field',
      message: `'${name}' has an amount and a severity; expected one of them`,
      hint: `Remove severity, or write ${name}: true.`,
    })
  checkAmounts(name, amounts, written, node, context)
  return { perturbation: name, columns, amounts, severities: null }
}

function checkAmounts(
  name: string,
  amounts: readonly number[],
  written: number | readonly number[],
  node: MapNode,
  context: Context,
): void {
  const entry = context.catalogue.perturbations!.get(name)!
  for (const [index, amount] of amounts.entries()) {
    if (entry.accepts(amount)) continue
    context.report(placeAt(node, Array.isArray(written) ? [name, index] : [name]), {
      code: 'invalid-value',
      message: `'${name}' takes ${entry.amounts}; found ${amount}`,
      hint: entry.summary,
      expected: entry.amounts,
      found: String(amount),
    })
  }
}

function expectationsOf(fields: SuiteFields, owner: string, node: MapNode, context: Context): SuiteExpectations {
  const { invariant_within: within, directional } = fields.expect ?? {}
  if (within === undefined && directional === undefined && !decidingTasks.includes(context.task))
    context.reportMissing(child(node, 'expect')?.place ?? node.place, 'expect', {
      code: 'missing-field',
      message: `${owner} expects nothing: a ${context.task} model makes no decision that could stay`,
      hint: 'Add expect: { invariant_within: NUMBER }, or expect: { directional: { COLUMN: decreasing } }.',
      expected: 'invariant_within or directional',
    })
  if (fields.attack !== undefined && !decidingTasks.includes(context.task))
    context.report(placeAt(node, ['attack']), {
      code: 'misplaced-field',
      message: `an attack flips decisions, and a ${context.task} model makes none`,
      hint: 'Remove attack.',
    })
  if (directional !== undefined && context.task === 'multiclass')
    context.report(placeAt(node, ['expect', 'directional']), {
      code: 'misplaced-field',
      message: 'a direction is of one score, and a multiclass model has one a class',
      hint: 'Write invariant_within.',
    })
  return { invariantWithin: within ?? null, directional: directional ?? null }
}

function attackOf(fields: NonNullable<SuiteFields['attack']>, node: MapNode, context: Context): SuiteAttack {
  const bounds = fields.bounds ?? {}
  for (const [column, [lower, upper]] of Object.entries(bounds)) {
    if (lower <= upper) continue
    context.report(placeAt(node, ['attack', 'bounds', column]), {
      code: 'invalid-value',
      message: `expected the lower bound of '${column}' first, found [${lower}, ${upper}]`,
      expected: 'two ascending numbers',
      found: `[${lower}, ${upper}]`,
    })
  }
  return {
    method: fields.method,
    queries: fields.queries,
    maxChange: fields.max_change ?? null,
    unit: fields.unit,
    immutable: fields.immutable ?? [],
    monotone: fields.monotone ?? {},
    bounds,
    categories: fields.categories ?? {},
  }
}
