import type { MeasureEntry } from '../catalogue.ts'
import type { Condition } from '../model.ts'
import { parseQuantity, unitExamples } from '../quantity.ts'
import { type ConditionField, conditionFields } from '../schema/gate-schema.ts'
import type { GateFields } from '../schema/policy-schema.ts'
import { type MapNode, type Place, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'

export interface ResolvedCondition {
  readonly condition: Condition
  /** The two datasets of `max_gap`. */
  readonly datasets: readonly [string, string] | null
}

/** The one condition of a gate, with the fields that it needs beside it. */
export function resolveCondition(
  gate: GateFields,
  entry: MeasureEntry | null,
  node: MapNode,
  context: Context,
): ResolvedCondition | null {
  const datasets = namedDatasets(gate.between)
  const written = conditionFields.filter(
    (field) => gate[field] !== undefined && !(field === 'between' && datasets !== null),
  )
  const [field, second] = written
  if (field === undefined) {
    reportNone(gate, node, datasets !== null, context)
    return null
  }
  if (second !== undefined) {
    context.report(placeAt(node, [second]), {
      code: 'several-conditions',
      message: `gate '${gate.name}' has '${written.join("' and '")}'; expected exactly one condition`,
      hint: 'Make a gate of each.',
      expected: 'one condition',
      found: written.join(', '),
    })
    return null
  }
  if (!companionsFit(gate, entry, field, datasets, node, context)) return null
  const condition = conditionOf(gate, entry, field, node, context)
  return condition === null ? null : { condition, datasets }
}

function namedDatasets(between: GateFields['between']): [string, string] | null {
  if (between === undefined) return null
  const [a, b] = between
  return typeof a === 'string' && typeof b === 'string' ? [a, b] : null
}

function reportNone(gate: GateFields, node: MapNode, comparesDatasets: boolean, context: Context): void {
  if (comparesDatasets) {
    context.reportMissing(node.place, 'max_gap', {
      code: 'missing-field',
      message: `gate '${gate.name}' compares two datasets and does not say how far apart they may be`,
      hint: 'Add max_gap: NUMBER.',
      expected: 'max_gap',
    })
    return
  }
  context.reportMissing(node.place, 'min', {
    code: 'missing-condition',
    message: `gate '${gate.name}' has no condition; expected exactly one of ${conditionFields.join(', ')}`,
    hint: gate.versus ? 'Add min_delta, or max_delta where less is better.' : 'Add min, or max where less is better.',
    expected: `one of ${conditionFields.join(', ')}`,
  })
}

/** Deltas need `versus` and it them, gaps two datasets and they a gap, disparities slices. */
function companionsFit(
  gate: GateFields,
  entry: MeasureEntry | null,
  field: ConditionField,
  datasets: readonly string[] | null,
  node: MapNode,
  context: Context,
): boolean {
  const misfit = (at: string, message: string, hint: string) => {
    context.report(placeAt(node, [at]), { code: 'misplaced-field', message: `gate '${gate.name}': ${message}`, hint })
    return false
  }
  const isDelta = field === 'min_delta' || field === 'max_delta'
  const name = entry?.name ?? field
  const subject = field === 'max_latency_ratio' ? 'pair' : (entry?.subject ?? 'model')
  if (subject === 'pair') {
    if (!gate.versus)
      return misfit(
        gate.metric === undefined ? field : 'metric',
        `'${name}' compares two models, and the gate names one`,
        'Add versus: MODEL.',
      )
    if (isDelta || field === 'max_gap') return misfit(field, `'${name}' is a comparison already`, 'Write min or max.')
  } else if (subject === 'dataset' && gate.slices !== undefined && gate.slices !== 'none')
    return misfit('slices', `'${name}' is a value of a whole dataset`, 'Remove slices.')
  else if (subject !== 'model' && gate.versus)
    return misfit('versus', `'${name}' is not a value of two models on the same rows`, 'Remove versus.')
  if (isDelta && !gate.versus)
    return misfit(field, `'${field}' needs 'versus'`, 'Add versus: MODEL, or write min or max.')
  if (gate.versus && !isDelta && subject === 'model')
    return misfit(
      field,
      `'versus' compares two models, and '${field}' judges one`,
      'Write min_delta or max_delta, or remove versus.',
    )
  if (field === 'max_gap' && datasets === null)
    return misfit('max_gap', "'max_gap' needs 'between' with two datasets", 'Add between: [DATASET, DATASET].')
  if (field !== 'max_gap' && datasets !== null)
    return misfit(
      'between',
      `'between' names two datasets, and '${field}' judges one`,
      'Write max_gap, or name one dataset with on.',
    )
  if (datasets !== null && gate.on !== undefined)
    return misfit('on', "'between' names the datasets already", 'Remove on.')
  if (
    (field === 'max_disparity' || field === 'min_ratio') &&
    (gate.slices === undefined || gate.slices === 'none' || gate.slices.length === 0)
  )
    return misfit(field, `'${field}' compares slices, and the gate has none`, 'Add slices: [NAME].')
  return true
}

function conditionOf(
  gate: GateFields,
  entry: MeasureEntry | null,
  field: ConditionField,
  node: MapNode,
  context: Context,
): Condition | null {
  if (field !== 'between') {
    const bound = boundOf(gate[field]!, entry, placeAt(node, [field]), context)
    return bound === null ? null : { kind: field, bound }
  }
  const [lower, upper] = gate.between!
  if (typeof lower === 'number' && typeof upper === 'number' && lower <= upper) return { kind: 'between', lower, upper }
  const found = `[${lower}, ${upper}]`
  context.report(placeAt(node, ['between']), {
    code: 'invalid-value',
    message: `gate '${gate.name}': expected two ascending numbers, or two datasets, found ${found}`,
    expected: 'two ascending numbers, or two datasets',
    found,
  })
  return null
}

/** A bound in the unit of its measure. */
function boundOf(written: number | string, entry: MeasureEntry | null, place: Place, context: Context): number | null {
  if (typeof written === 'number') return written
  // What is measured is unknown, and reported already.
  if (entry === null) return null
  const bound = entry.unit === undefined ? null : parseQuantity(written, entry.unit)
  if (bound !== null) return bound
  const expected = entry.unit === undefined ? 'a number' : `a number of ${entry.unit}, or ${unitExamples[entry.unit]}`
  context.report(place, {
    code: 'invalid-value',
    message: `${entry.name} is held against ${expected}; found ${written}`,
    expected,
    found: `'${written}'`,
  })
  return null
}

/** Reports bounds that the measure can never reach or never pass. */
export function checkBounds(condition: Condition, entry: MeasureEntry, node: MapNode, context: Context): void {
  const place = placeAt(node, [condition.kind])
  if (condition.kind === 'min_ratio') {
    if (entry.range[0] !== null && entry.range[0] >= 0) return
    context.report(place, {
      code: 'misplaced-field',
      message: `${entry.name} may be negative, so a ratio of two has no meaning`,
      hint: 'Write max_disparity.',
    })
    return
  }
  const { low, high, subject } = rangeOf(condition, entry)
  const bounds = condition.kind === 'between' ? [condition.lower, condition.upper] : [condition.bound]
  const outside = bounds.find((bound) => (low !== null && bound < low) || (high !== null && bound > high))
  if (outside === undefined) return
  const range = `${low === null ? '(-∞' : `[${low}`}, ${high === null ? '∞)' : `${high}]`}`
  context.report(place, {
    code: 'bound-outside-range',
    message: `${condition.kind} ${outside} is outside the range of ${subject}, ${range}`,
    hint: `Choose a bound in ${range}.`,
    expected: `a number in ${range}`,
    found: String(outside),
  })
}

interface Range {
  readonly low: number | null
  readonly high: number | null
  readonly subject: string
}

/** What the number of a condition can be: a value of the measure, a difference of two, or a distance. */
function rangeOf({ kind }: Condition, { name, range }: MeasureEntry): Range {
  const [least, greatest] = range
  const width = least === null || greatest === null ? null : greatest - least
  if (kind === 'min_delta' || kind === 'max_delta')
    return { low: width === null ? null : -width, high: width, subject: `a difference of ${name}` }
  if (kind === 'max_gap' || kind === 'max_disparity') return { low: 0, high: width, subject: `a distance of ${name}` }
  return { low: least, high: greatest, subject: name }
}
