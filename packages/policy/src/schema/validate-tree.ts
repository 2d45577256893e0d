import type { MeasureCatalogue } from '../catalogue.ts'
import type { Problem } from '../problem.ts'
import {
  child,
  joinPath,
  type MapNode,
  type Place,
  type PolicyNode,
  placeAt,
  plainValue,
  problemAt,
} from '../source/policy-node.ts'
import { policySchema } from './policy-schema.ts'
import { type Refusal, schemaRefusals } from './schema-problems.ts'

/** A file's content that the schema accepts, and what had to be left out for that. */
export interface ValidTree {
  /** `null` where nothing is left to look at: another version of the format. */
  readonly root: MapNode | null
  readonly problems: readonly Problem[]
  /** Places of maps and lists out of which something was left; what they lack must not be reported a second time. */
  readonly incomplete: ReadonlySet<Place>
}

/** Each round leaves out what was refused; a second one sees what the first hid. */
const maxRounds = 8

/**
 * Holds one file against the schema. What the schema refuses is reported and left out, so that the rest can still be
 * checked and everything wrong comes at once.
 */
export function validateTree(root: MapNode, catalogue: MeasureCatalogue): ValidTree {
  const version = root.fields.get('version')
  if (version !== undefined && !(version.value.kind === 'scalar' && version.value.value === 1)) {
    const found = version.value.kind === 'scalar' ? String(version.value.value) : `a ${version.value.kind}`
    const message = `this version reads version 1 of the format, found ${found}`
    const fault = { code: 'unsupported-version', message, hint: 'Write version: 1.', expected: '1', found }
    return { root: null, problems: [problemAt(version.value.place, fault)], incomplete: new Set() }
  }
  const schema = policySchema(catalogue)
  const problems: Problem[] = []
  let tree = withVersion(root, problems)
  let incomplete: ReadonlySet<Place> = new Set()
  for (let round = 0; round < maxRounds; round++) {
    const result = schema.safeParse(plainValue(tree))
    if (result.success) return { root: tree, problems, incomplete }
    const refusals = schemaRefusals(result.error, tree, schema, catalogue)
    problems.push(...refusals.filter((one) => !isEcho(one, refusals, tree, incomplete)).map((one) => one.problem))
    const pruned = new Pruning(tree, refusals, incomplete)
    tree = pruned.root
    incomplete = pruned.incomplete
  }
  return { root: null, problems, incomplete }
}

/** A field is missing only because its value was refused before, or because it is misspelt beside. */
function isEcho(
  { problem, drop }: Refusal,
  refusals: readonly Refusal[],
  tree: MapNode,
  incomplete: ReadonlySet<Place>,
): boolean {
  if (problem.code !== 'missing-field') return false
  const owner = joinPath('', drop)
  const misspelt = refusals.some(
    (other) =>
      other.problem.code === 'unknown-field' &&
      joinPath('', other.drop.slice(0, -1)) === owner &&
      problem.path.endsWith(`.${other.problem.nearest}`),
  )
  return misspelt || incomplete.has(placeAt(tree, drop))
}

function withVersion(root: MapNode, problems: Problem[]): MapNode {
  if (root.fields.has('version')) return root
  problems.push(
    problemAt(
      { ...root.place, path: 'version' },
      {
        code: 'missing-field',
        message: "'version' is missing; expected 1",
        hint: 'Add version: 1.',
        expected: '1',
        found: 'nothing',
      },
    ),
  )
  const field = { key: root.place, value: { kind: 'scalar', value: 1, place: root.place } as const }
  return { ...root, fields: new Map([['version', field], ...root.fields]) }
}

/** A tree without the values that were refused. */
class Pruning {
  readonly root: MapNode
  readonly incomplete: Set<Place>
  readonly #dropped = new Set<PolicyNode>()

  constructor(root: MapNode, refusals: readonly Refusal[], wasIncomplete: ReadonlySet<Place>) {
    this.incomplete = new Set(wasIncomplete)
    for (const { drop } of refusals) {
      let node: PolicyNode | undefined = root
      for (const step of drop) node = child(node, typeof step === 'number' ? step : String(step))
      if (node !== undefined) this.#dropped.add(node)
    }
    this.root = this.#prune(root) as MapNode
  }

  /** Drops from this node what was refused, and marks the nodes that lack something by it; the root only for its own. */
  #prune(node: PolicyNode): PolicyNode {
    if (node.kind === 'scalar') return node
    const parts = node.kind === 'list' ? node.items : [...node.fields.values()].map((field) => field.value)
    const kept = new Map(parts.filter((part) => !this.#dropped.has(part)).map((part) => [part, this.#prune(part)]))
    const nested = node.place.path !== '' && parts.some((part) => this.incomplete.has(part.place))
    if (nested || kept.size < new Set(parts).size) this.incomplete.add(node.place)
    if (node.kind === 'list') return { ...node, items: node.items.flatMap((item) => kept.get(item) ?? []) }
    const fields = [...node.fields].flatMap(([key, field]) => {
      const value = kept.get(field.value)
      return value === undefined ? [] : [[key, { ...field, value }] as const]
    })
    return { ...node, fields: new Map(fields) }
  }
}
