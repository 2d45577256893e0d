import type { z } from 'zod'
import type { MeasureCatalogue } from '../catalogue.ts'
import { nearestMeasure, nearestSpelling } from '../nearest-spelling.ts'
import type { Problem } from '../problem.ts'
import {
  child,
  type Fault,
  keyPlace,
  keysOfMap,
  type PolicyNode,
  placeAt,
  plainValue,
  problemAt,
} from '../source/policy-node.ts'
import { fieldNamesAt } from './field-names.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** One thing that the schema refuses: the problem to show, and what to leave out to look at the rest. */
export interface Refusal {
  readonly problem: Problem
  /** The path of the value to leave out. */
  readonly drop: Path
}

/** Says what the schema's issues mean, at their places. */
export function schemaRefusals(
  error: z.core.$ZodError,
  root: PolicyNode,
  schema: z.ZodType,
  catalogue: MeasureCatalogue,
): Refusal[] {
  return error.issues.flatMap((issue) =>
    narrowest(issue, root).flatMap((inner) => refusalsOf(inner, root, schema, catalogue)),
  )
}

function nodeAt(root: PolicyNode, path: Path): PolicyNode | undefined {
  return path.reduce<PolicyNode | undefined>((at, key) => child(at, typeof key === 'number' ? key : String(key)), root)
}

/** Of a union, the issues of the branch whose kind of value (text, map, list) was written; the union where none is. */
function narrowest(issue: Issue, root: PolicyNode, base: Path = []): Issue[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'invalid_union') {
    const scalar = nodeAt(root, path)?.kind === 'scalar'
    const isOtherKind = (inner: Issue) =>
      inner.path.length === 0 && (inner.code === 'invalid_type' || (inner.code === 'invalid_value' && !scalar))
    const branches = issue.errors.filter((branch) => !branch.some(isOtherKind))
    if (branches.length === 1) return branches[0]!.flatMap((inner) => narrowest(inner, root, path))
  }
  return [{ ...issue, path }]
}

function refusalsOf(issue: Issue, root: PolicyNode, schema: z.ZodType, catalogue: MeasureCatalogue): Refusal[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      unknownField(issue.path, key, root, fieldNamesAt(schema, plainValue(root), issue.path)),
    )
  const node = nodeAt(root, issue.path)
  if (node === undefined) return [missingField(issue, root)]
  if (issue.code === 'invalid_key') return [invalidName(issue.path, root)]
  return [{ problem: problemAt(node.place, faultOf(issue, node, catalogue)), drop: issue.path }]
}

function unknownField(path: Path, key: string, root: PolicyNode, known: readonly string[]): Refusal {
  const owner = nodeAt(root, path) ?? root
  const nearest = nearestSpelling(key, known)
  const list = `The fields here are ${known.join(', ')}.`
  return {
    drop: [...path, key],
    problem: problemAt(keyPlace(owner, key), {
      code: 'unknown-field',
      message: `there is no field '${key}' here`,
      hint:
        key === '<<' ? 'YAML merge keys are not read; use `extends`, or repeat the fields.' : didYouMean(nearest, list),
      expected: `one of ${known.join(', ')}`,
      found: key,
      ...(nearest === null ? {} : { nearest }),
    }),
  }
}

function missingField(issue: Issue, root: PolicyNode): Refusal {
  const field = String(issue.path.at(-1))
  const owner = issue.path.slice(0, -1)
  const misspelt = keysOfMap(nodeAt(root, owner)).find((key) => nearestSpelling(key, [field]) !== null)
  if (issue.code === 'invalid_union' && misspelt !== undefined)
    return { ...unknownField(owner, misspelt, root, [field]), drop: owner }
  const expected = expectation(issue)
  return {
    drop: owner,
    problem: problemAt(placeAt(root, issue.path), {
      code: 'missing-field',
      message: `'${field}' is missing; expected ${expected}`,
      hint: `Add ${field}.`,
      expected,
      found: 'nothing',
    }),
  }
}

function invalidName(path: Path, root: PolicyNode): Refusal {
  const owner = path.slice(0, -1).reduce<PolicyNode | undefined>((at, step) => child(at, String(step)), root) ?? root
  const key = String(path.at(-1))
  const expected = path.at(-2) === 'quantiles' ? 'a quantile level between 0 and 1, such as 0.9' : 'a name'
  return {
    drop: path,
    problem: problemAt(keyPlace(owner, key), {
      code: 'invalid-name',
      message: `'${key}' is not ${expected}`,
      expected,
      found: key,
    }),
  }
}

function faultOf(issue: Issue, node: PolicyNode, catalogue: MeasureCatalogue): Fault {
  const found = describeNode(node)
  if (isMeasureName(issue, catalogue) && node.kind === 'scalar' && typeof node.value === 'string')
    return unknownMeasure(node.value, catalogue)
  const expected = expectation(issue)
  const options = optionsOf(issue)
  const nearest = node.kind === 'scalar' ? nearestSpelling(String(node.value), options) : null
  const hint = nearest === null ? remedy(issue, node) : didYouMean(nearest, '')
  return {
    code: 'invalid-value',
    message: `expected ${expected}, found ${found}`,
    expected,
    found,
    ...(nearest === null ? {} : { nearest }),
    ...(hint === null ? {} : { hint }),
  }
}

/** There is no such measure; says the name that was probably meant, or where to find the names. */
export function unknownMeasure(name: string, catalogue: MeasureCatalogue): Fault {
  const nearest = nearestMeasure(name, catalogue)
  return {
    code: 'unknown-measure',
    message: `this version has no measure '${name}'`,
    hint: didYouMean(
      nearest,
      'A check that cannot run never passes: remove the gate, or list the measures with `sluice explain`.',
    ),
    expected: `one of ${[...catalogue.measures.keys()].join(', ')}`,
    found: name,
    ...(nearest === null ? {} : { nearest }),
  }
}

/** `Did you mean 'x'?`, or what to say where nothing is near. */
export function didYouMean(nearest: string | null, otherwise: string): string {
  return nearest === null ? otherwise : `Did you mean '${nearest}'?`
}

function isMeasureName(issue: Issue, catalogue: MeasureCatalogue): boolean {
  const options = optionsOf(issue)
  return options.length === catalogue.measures.size && options.every((name) => catalogue.measures.has(name))
}

function optionsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String)
  if (issue.code !== 'invalid_union') return []
  if ('options' in issue && Array.isArray(issue.options)) return issue.options.map(String)
  return issue.errors.flatMap((branch) => branch.flatMap(optionsOf))
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return bounded(issue.origin, issue.inclusive === false ? 'more than' : 'at least', Number(issue.minimum))
    case 'too_big':
      return bounded(issue.origin, issue.inclusive === false ? 'less than' : 'at most', Number(issue.maximum))
    case 'invalid_format':
      return issue.format === 'date'
        ? 'a calendar day such as 2027-01-31'
        : 'a length of time such as 30d (units s, m, h, d, w)'
    case 'invalid_union': {
      const options = optionsOf(issue)
      if (issue.errors.length === 0) return `one of ${options.join(', ')}`
      return [...new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).map(expectation)))].join(', or ')
    }
    default:
      return issue.message.replace(/^(Invalid input: )?expected /, '')
  }
}

function bounded(origin: string, relation: string, limit: number): string {
  if (origin === 'string') return 'text that is not empty'
  return origin === 'array' ? `a list of ${relation} ${limit}` : `a number of ${relation} ${limit}`
}

function remedy(issue: Issue, node: PolicyNode): string | null {
  const value = node.kind === 'scalar' ? node.value : null
  if (issue.path.at(-1) === 'confidence' && typeof value === 'number' && value > 1 && value < 100)
    return `Write ${value / 100}: a confidence is a share of one.`
  if (issue.path.at(-1) === 'slices' && typeof value === 'string')
    return `A single slice is a list too: slices: [${value}].`
  return null
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of fields',
  record: 'a map of names',
  null: 'nothing',
}

function describeNode(node: PolicyNode): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : `a list of ${node.items.length}`
  if (node.kind === 'map') return `a map of ${[...node.fields.keys()].slice(0, 5).join(', ') || 'nothing'}`
  if (node.value === null) return 'nothing'
  return typeof node.value === 'string' ? `'${node.value.slice(0, 60)}'` : String(node.value)
}
