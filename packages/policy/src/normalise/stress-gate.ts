import type { MeasureEntry } from '../catalogue.ts'
import { withCrossed } from '../crossed-slices.ts'
import type { SliceDefinition } from '../model.ts'
import type { GateFields } from '../schema/policy-schema.ts'
import { type MapNode, placeAt } from '../source/policy-node.ts'
import type { SuiteDefinition, SuitePart } from '../stress-suite.ts'
import type { Context } from './context.ts'
import type { Parts } from './gates.ts'

/** What a gate has to do with stress suites. */
export type StressGate =
  | { readonly kind: 'none' }
  | { readonly kind: 'suite'; readonly suite: SuiteDefinition }
  /** It has to do with one, and something about that is wrong, which is reported. */
  | { readonly kind: 'refused' }

/** The suite that a gate is about: a gate has one exactly where its measure is of one. */
export function stressOf(
  fields: GateFields,
  entry: MeasureEntry | null,
  node: MapNode,
  { stress, datasets }: Parts,
  context: Context,
): StressGate {
  const isOfSuite = entry?.subject === 'stress'
  if (fields.stress === undefined) {
    if (!isOfSuite) return { kind: 'none' }
    context.reportMissing(node.place, 'stress', {
      code: 'missing-field',
      message: `gate '${fields.name}' names no stress suite, and '${entry.name}' is measured under one`,
      hint:
        context.names.suite.length === 0
          ? 'Declare one: stress: { NAME: { … } }.'
          : `Add stress: ${context.names.suite[0]}.`,
      expected: context.names.suite.length === 0 ? 'a suite' : `one of ${context.names.suite.join(', ')}`,
    })
    return { kind: 'refused' }
  }
  if (!context.knows('suite', fields.stress, placeAt(node, ['stress'])) || entry === null) return { kind: 'refused' }
  if (!isOfSuite) {
    const fitting = [...context.catalogue.measures.values()].filter(({ subject }) => subject === 'stress')
    context.report(placeAt(node, ['stress']), {
      code: 'misplaced-field',
      message: `'${entry.name}' is measured on the rows of a table, not under a stress suite`,
      hint: `Remove stress, or measure ${fitting.map(({ name }) => name).join(', ')}.`,
      found: fields.stress,
    })
    return { kind: 'refused' }
  }
  const suite = stress.find(({ name }) => name === fields.stress)
  if (suite === undefined) return { kind: 'refused' }
  const before = context.problems.length
  checkFields(fields, suite, node, context)
  const lacking = (entry.suite ?? []).filter((part) => !has(suite, part, datasets))
  for (const part of lacking) {
    const madeUp = part === 'label' && suite.synthetic !== undefined
    context.report(placeAt(node, ['metric']), {
      code: 'suite-lacks',
      message: madeUp
        ? `'${entry.name}' needs labels, and nobody labelled the synthetic rows of the stress suite '${suite.name}'`
        : `'${entry.name}' needs ${words[part]}, and the stress suite '${suite.name}' has none`,
      hint: madeUp
        ? `Measure ${unlabelled(context)}, or draw rows of a dataset: rows: { sample: NUMBER }.`
        : `Add ${examples[part]}.`,
    })
  }
  return context.problems.length > before ? { kind: 'refused' } : { kind: 'suite', suite }
}

/** The measures of suites that no label goes into. */
function unlabelled({ catalogue }: Context): string {
  const entries = [...catalogue.measures.values()].filter(
    ({ subject, suite = [] }) => subject === 'stress' && !suite.includes('label'),
  )
  return entries.map(({ name }) => name).join(', ')
}

const words: Readonly<Record<SuitePart, string>> = {
  perturb: 'perturbations',
  attack: 'an attack',
  directional: 'an expected direction',
  reference: 'a reference model',
  label: 'a label',
}

const examples: Readonly<Record<SuitePart, string>> = {
  perturb: 'perturb: [{ noise: 0.1 }] to the suite',
  attack: 'attack: { method: hop_skip_jump } to the suite',
  directional: 'expect: { directional: { COLUMN: decreasing } } to the suite',
  reference: 'reference: { onnx: FILE, inputs: FILE } to the suite',
  label: "label: COLUMN to the dataset's columns",
}

function has(suite: SuiteDefinition, part: SuitePart, datasets: Parts['datasets']): boolean {
  switch (part) {
    case 'perturb':
      return suite.perturb.length > 0
    case 'attack':
      return suite.attack !== null
    case 'directional':
      return suite.expect.directional !== null
    case 'reference':
      return suite.reference !== null
    case 'label':
      return suite.synthetic === undefined && datasets.find(({ name }) => name === suite.on)?.columns.label != null
  }
}

/** What a suite settles, a gate cannot say otherwise. */
function checkFields(fields: GateFields, suite: SuiteDefinition, node: MapNode, context: Context): void {
  const settled = (field: 'on' | 'model', is: string) =>
    context.report(placeAt(node, [field]), {
      code: 'misplaced-field',
      message: `the stress suite '${suite.name}' is of the ${field === 'on' ? 'dataset' : 'model'} '${is}', and the gate names '${fields[field]}'`,
      hint: `Remove ${field}.`,
      expected: is,
      found: fields[field]!,
    })
  if (fields.on !== undefined && fields.on !== suite.on) settled('on', suite.on)
  if (fields.model !== undefined && suite.model.name !== null && fields.model !== suite.model.name)
    settled('model', suite.model.name)
  const misplaced = (field: 'between' | 'min_positives' | 'slices', message: string, hint: string) =>
    context.report(placeAt(node, [field]), { code: 'misplaced-field', message, hint })
  if (fields.between?.some((end) => typeof end === 'string'))
    misplaced('between', `a stress suite is of one dataset, '${suite.on}'`, 'Remove between.')
  if (suite.synthetic !== undefined && fields.slices !== undefined && fields.slices !== 'none')
    misplaced(
      'slices',
      `the stress suite '${suite.name}' makes its rows up, and slices cut the rows of a table`,
      'Remove slices, or judge a suite that draws rows of a dataset.',
    )
  if (fields.min_positives != null)
    misplaced('min_positives', 'a stress suite counts rows, of whatever label', 'Write min_rows.')
}

/** Slices are cut on the suite's rows; those that are searched for by a model's errors have none there. */
export function checkStressSlices(
  slices: readonly string[],
  declared: readonly SliceDefinition[],
  node: MapNode,
  context: Context,
): void {
  const used = withCrossed(slices, declared)
  const searched = declared.find(({ name, kind }) => used.has(name) && kind === 'discover')
  if (searched === undefined) return
  context.report(placeAt(node, ['slices']), {
    code: 'misplaced-field',
    message: `the slices '${searched.name}' are searched for by the errors on a table, and a stress suite has its own rows`,
    hint: 'Name slices that are declared by a column or a predicate.',
    found: searched.name,
  })
}
