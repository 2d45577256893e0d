import { conditionFields, type Gate } from '@sluice/policy/parse'
import { type Document, isCollection, isMap, isScalar, isSeq, parseDocument, stringify, type YAMLMap } from 'yaml'

export type Proof = Gate['proof']

/** What someone asks of one gate instead of what its policy says. Absent fields stay as they are. */
export interface GateEdit {
  /** The bound, or both of `between`. */
  readonly bound?: number | readonly [number, number]
  readonly confidence?: number
  readonly proof?: Proof
}

/** Edits by the gate's name. */
export type PolicyEdits = Readonly<Record<string, GateEdit>>

/**
 * The policy's own file with some gates edited. Only the edited values change: comments, order, quotes and spacing stay
 * as they were. A gate that is inherited gets an entry of its own at the end of `gates`, which overrides the parent's.
 *
 * @param text the policy's own file
 * @param gates the gates as the policy and its ancestors have them; edits of other names are left out
 */
export function editPolicy(text: string, gates: readonly Gate[], edits: PolicyEdits): string {
  return gates.reduce((edited, gate) => {
    const fields = editedFields(gate, edits[gate.name] ?? {})
    return fields.length === 0 ? edited : writeFields(edited, gate.name, fields)
  }, text)
}

/** Whether an edit asks for anything that the gate does not say already. */
export function changesGate(gate: Gate, edit: GateEdit): boolean {
  return editedFields(gate, edit).length > 0
}

type EditedField = readonly [field: string, value: number | string | readonly [number, number]]

function editedFields(gate: Gate, { bound, confidence, proof }: GateEdit): EditedField[] {
  const fields: EditedField[] = []
  const { condition } = gate
  if (condition.kind === 'between') {
    const moved =
      bound !== undefined &&
      typeof bound !== 'number' &&
      !(bound[0] === condition.lower && bound[1] === condition.upper)
    if (moved) fields.push(['between', bound])
  } else if (typeof bound === 'number' && bound !== condition.bound) fields.push([condition.kind, bound])
  if (confidence !== undefined && confidence !== gate.confidence) fields.push(['confidence', confidence])
  if (proof !== undefined && proof !== gate.proof) fields.push(['proof', proof])
  return fields
}

function writeFields(text: string, name: string, fields: readonly EditedField[]): string {
  return fields.reduce((edited, field) => {
    const document = parseDocument(edited)
    const gate = findGate(document, name)
    return gate === null ? appendGate(edited, document, name, field) : writeField(edited, gate, field)
  }, text)
}

function findGate(document: Document, name: string): YAMLMap | null {
  const gates = document.get('gates', true)
  if (!isSeq(gates)) return null
  return gates.items.filter((item) => isMap(item)).find((item) => item.get('name') === name) ?? null
}

/** Replaces the value where the gate has the field, else adds it behind its condition, or else behind its name. */
function writeField(text: string, gate: YAMLMap, [field, value]: EditedField): string {
  const written = pairOf(gate, field)
  const range = written === null ? null : rangeOf(written.value)
  if (range !== null) return splice(text, range[0], range[1], inline(value))
  const anchor = [...conditionFields, 'name']
    .map((key) => pairOf(gate, key))
    .find((pair) => rangeOf(pair?.value) !== null)
  const end = rangeOf(anchor?.value)?.[1]
  if (anchor === undefined || anchor === null || end === undefined) return text
  if (gate.flow === true) return splice(text, end, end, `, ${field}: ${inline(value)}`)
  const lineEnd = endOfLine(text, end)
  const indent = ' '.repeat(columnOf(text, rangeOf(gate.items[0]?.key)?.[0] ?? 0))
  return splice(text, lineEnd, lineEnd, `\n${indent}${field}: ${inline(value)}`)
}

function pairOf(map: YAMLMap, key: string) {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null
}

/** Adds an entry that overrides an inherited gate. */
function appendGate(text: string, document: Document, name: string, [field, value]: EditedField): string {
  const gates = document.get('gates', true)
  const entry = (indent: string) => `${indent}- name: ${stringify(name).trim()}\n${indent}  ${field}: ${inline(value)}`
  if (!isSeq(gates) || gates.items.length === 0) {
    const range = isSeq(gates) ? gates.range : null
    if (range != null) return splice(text, range[0], range[1], `\n${entry('  ')}`)
    return `${text.replace(/\n*$/, '\n')}\ngates:\n${entry('  ')}\n`
  }
  const end = lastEnd(gates.flow === true ? gates.items[gates.items.length - 1] : gates)
  if (gates.flow === true)
    return splice(text, end, end, `, { name: ${stringify(name).trim()}, ${field}: ${inline(value)} }`)
  const first = gates.items[0]
  const start = isCollection(first) ? (first.range?.[0] ?? 0) : 0
  const indent = ' '.repeat(Math.max(0, text.lastIndexOf('-', start) - text.lastIndexOf('\n', start) - 1))
  const lineEnd = endOfLine(text, end)
  return splice(text, lineEnd, lineEnd, `\n\n${entry(indent)}`)
}

/** Where the last thing written in a node ends, comments and blank lines behind it left out. */
function lastEnd(node: unknown): number {
  if (isCollection(node) && node.flow !== true && node.items.length > 0) {
    const last = node.items[node.items.length - 1] as { value?: unknown; key?: unknown }
    return lastEnd(isMap(node) ? (last.value ?? last.key) : last)
  }
  return rangeOf(node)?.[1] ?? 0
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  const range = (node as { range?: readonly [number, number, number] | null } | null | undefined)?.range
  return range ?? null
}

function inline(value: EditedField[1]): string {
  return typeof value === 'object' ? `[${value.join(', ')}]` : String(value)
}

function splice(text: string, from: number, to: number, insert: string): string {
  return text.slice(0, from) + insert + text.slice(to)
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1)
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  const end = newline === -1 ? text.length : newline
  return text[end - 1] === '\r' ? end - 1 : end
}
