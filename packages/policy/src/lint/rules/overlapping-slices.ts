import type { Gate, Policy, SliceDefinition } from '../../model.ts'
import type { Problem } from '../../problem.ts'
import { gateWarning, type LintInput, warning } from '../finding.ts'

/** Slices of one gate that hold the same rows by construction. */
export function overlappingSlices({ policy }: LintInput): Problem[] {
  return policy.gates.flatMap((gate) => [...comparedAcross(gate), ...nested(gate, policy)])
}

/** The extremes of slices are compared that are not parts of one whole. */
function comparedAcross(gate: Gate): Problem[] {
  const { kind } = gate.condition
  if ((kind !== 'max_disparity' && kind !== 'min_ratio') || gate.slices.length < 2) return []
  return [
    gateWarning(gate, {
      code: 'overlapping-slices',
      message: `'${gate.name}' compares slices of ${gate.slices.map((name) => `'${name}'`).join(' and ')}, which share rows`,
      why: 'A difference between two overlapping groups is not a difference between groups, and its interval, made for separate rows, is wrong.',
      hint: 'Make a gate for each slice definition, or compare the cells of one cross.',
    }),
  ]
}

function nested(gate: Gate, policy: Policy): Problem[] {
  const slices = policy.slices.filter((slice) => gate.slices.includes(slice.name))
  const pairs = slices
    .flatMap((a, i) => slices.slice(i + 1).map((b) => [a, b] as const))
    .filter(([a, b]) => contains(a, b) || contains(b, a))
  if (pairs.length === 0 || gate.condition.kind === 'max_disparity' || gate.condition.kind === 'min_ratio') return []
  const named = pairs.map(([a, b]) => `'${a.name}' with '${b.name}'`).join(', ')
  return [
    gateWarning(gate, {
      code: 'overlapping-slices',
      message: `'${gate.name}' judges the same rows in several slices: ${named}`,
      why: 'One weak group shows up as several failures, and the correction pays for each of them (Holm 1979).',
      hint: 'Judge the finer slices here, and the coarser ones in a gate of their own if both matter.',
    }),
  ]
}

/** Whether every slice of `inner` lies in one slice of `outer`, or both cut one column. */
function contains(outer: SliceDefinition, inner: SliceDefinition): boolean {
  if (inner.kind === 'cross') return inner.cross.includes(outer.name)
  const column = columnOf(outer)
  if (column === null) return false
  if (inner.kind === 'where') return columnsIn(inner.where).every((name) => name === column)
  return columnOf(inner) === column
}

function columnOf(slice: SliceDefinition): string | null {
  return 'column' in slice ? slice.column : null
}

const words = new Set(['and', 'or', 'not', 'in', 'is', 'null', 'between', 'like', 'true', 'false'])

/** The names in a predicate: what is not a number, a text or a word of SQL. */
function columnsIn(predicate: string): string[] {
  const names = predicate.replaceAll(/'(?:[^']|'')*'/g, ' ').match(/[A-Za-z_]\w*/g) ?? []
  return [...new Set(names.filter((name) => !words.has(name.toLowerCase())))]
}

/** Two definitions that cut the same. */
export function duplicateSlices({ policy }: LintInput): Problem[] {
  const first = new Map<string, string>()
  return policy.slices.flatMap((slice) => {
    const { name, location, ...cut } = slice
    const key = JSON.stringify(cut)
    const known = first.get(key)
    if (known === undefined) {
      first.set(key, name)
      return []
    }
    return warning(location, `slices.${name}`, {
      code: 'duplicate-slice',
      message: `slice '${name}' cuts the rows as '${known}' does`,
      why: 'Every gate on both judges the same rows twice.',
      hint: `Remove '${name}'.`,
    })
  })
}

/** Many slices, each at full level, none corrected. */
export function uncorrectedSlices({ policy, profile }: LintInput): Problem[] {
  return policy.gates.flatMap((gate) => {
    if (gate.correction !== 'none' || gate.proof !== 'unrefuted' || !gate.correctionDeclared || gate.slices.length < 2)
      return []
    const known = gate.slices.flatMap((name) => profile?.datasets[gate.on[0]!]?.slices[name] ?? []).length
    const tests = Math.max(known, gate.slices.length)
    const chance = 1 - (1 - (1 - gate.confidence) / 2) ** tests
    return gateWarning(gate, {
      code: 'uncorrected-slices',
      message: `'${gate.name}' judges ${known > 0 ? tests : `${tests} or more`} slices without correction`,
      why: `A model exactly at the bound everywhere would fail somewhere in ${Math.round(100 * chance)} % of the runs (Holm 1979).`,
      hint: 'Remove correction: none; Holm is the default.',
    })
  })
}
