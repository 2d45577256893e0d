import type { MeasureEntry } from '../catalogue.ts'
import type { MetricReference } from '../model.ts'
import type { MeasureReference } from '../schema/measure-reference-schema.ts'
import { unknownMeasure } from '../schema/schema-problems.ts'
import { joinPath, type MapNode, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'

export interface ResolvedMeasure {
  readonly entry: MeasureEntry
  readonly reference: MetricReference
}

/**
 * The measure that a condition stands for: `max_latency_ratio` for the ratio of latencies. The gate may name the measure
 * that it is a ratio of, with its options; `null` where it names another, which is reported.
 */
export function impliedMeasure(
  gate: { readonly name: string; readonly metric?: MeasureReference | undefined },
  condition: 'max_latency_ratio',
  node: MapNode,
  context: Context,
): ResolvedMeasure | null {
  const implied = [...context.catalogue.measures.values()].find((entry) => entry.impliedBy?.condition === condition)
  const { name, ...options } = typeof gate.metric === 'string' ? { name: gate.metric } : (gate.metric ?? { name: null })
  if (implied !== undefined && (name === null || name === implied.name || name === implied.impliedBy!.ratioOf))
    return resolveMeasure({ ...options, name: implied.name }, node, context)
  const expected = implied?.impliedBy?.ratioOf
  context.report(placeAt(node, [expected === undefined ? condition : 'metric']), {
    code: 'misplaced-field',
    message:
      expected === undefined
        ? `gate '${gate.name}': this version measures no '${condition}'`
        : `gate '${gate.name}': '${condition}' is about ${expected}, and the metric is '${name}'`,
    hint:
      expected === undefined ? 'Judge it with a version that does.' : `Remove metric, or write metric: ${expected}.`,
    ...(expected !== undefined && { expected }),
  })
  return null
}

/** The measure that a gate (or a section, in its field `at`) names: it exists, fits the task, and its options are what it takes. */
export function resolveMeasure(
  metric: MeasureReference,
  owner: MapNode,
  context: Context,
  at: 'metric' | 'quality' = 'metric',
): ResolvedMeasure | null {
  const { name, ...written } = typeof metric === 'string' ? { name: metric } : metric
  const place = placeAt(owner, typeof metric === 'string' ? [at] : [at, 'name'])
  const entry = context.catalogue.measures.get(name)
  if (entry === undefined) {
    context.report(place, unknownMeasure(name, context.catalogue))
    return null
  }
  if (context.task !== null && !entry.tasks.includes(context.task)) {
    const fitting = [...context.catalogue.measures.values()].filter((other) => other.tasks.includes(context.task!))
    context.report(place, {
      code: 'measure-unfit-for-task',
      message: `'${name}' measures ${entry.tasks.join(', ')} models; the task here is ${context.task}`,
      hint:
        fitting.length === 0
          ? `This version has no measure for ${context.task}.`
          : `For ${context.task} there are ${fitting.map((other) => other.name).join(', ')}.`,
      expected: `a measure for ${context.task}`,
      found: name,
    })
    return null
  }
  const options = entry.options.safeParse(written)
  if (options.success) return { entry, reference: { name, options: options.data } }
  for (const issue of options.error.issues) {
    const option = placeAt(owner, [at, ...issue.path])
    const field = issue.path.map(String).join('.')
    const isMissing = field !== '' && !(String(issue.path[0]) in written)
    context.report(typeof metric === 'string' ? { ...option, path: joinPath(place.path, issue.path) } : option, {
      code: isMissing ? 'missing-field' : 'invalid-value',
      message: isMissing ? `'${name}' needs the option '${field}'` : `'${name}' cannot take ${field}: ${issue.message}`,
      hint: `Write ${at}: { name: ${name}, ${field || 'OPTION'}: … }; \`sluice explain ${name}\` lists the options.`,
    })
  }
  return null
}
