import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml'
import type { Problem } from '../problem.ts'
import { tooDeepAt } from './nesting.ts'
import { type Field, joinPath, type MapNode, type Place, type PolicyNode, problemAt } from './policy-node.ts'

/** A policy is written by people; what is larger is a mistake or an attack. */
export const maxPolicyBytes = 1_000_000

/** Values that one file may amount to once its aliases are followed. */
const maxValues = 100_000
/** One broken bracket makes a parser complain about every line after it. */
const maxSyntaxProblems = 10

/** One file as it was read. `root` is `null` where it is not a map of fields. */
export interface SourceTree {
  readonly file: string
  readonly root: MapNode | null
  readonly problems: readonly Problem[]
}

/**
 * Reads YAML 1.2 text into values with places. Never throws: what is wrong is in `problems`.
 *
 * Refused: more than 1 MB, nesting beyond 100 levels, aliases that contain themselves or amount to more than 100 000
 * values, several documents, duplicate and non-scalar keys, tags.
 */
export function readYaml(text: string, file: string): SourceTree {
  const start: Place = { file, line: 1, column: 1, path: '' }
  const refused = (place: Place, code: string, message: string, hint: string): SourceTree => ({
    file,
    root: null,
    problems: [problemAt(place, { code, message, hint })],
  })
  if (text.length > maxPolicyBytes) return refused(start, 'file-too-large', ...tooLarge(text.length))
  const lines = new LineCounter()
  const placeOf = (offset: number, path: string): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col), path }
  }
  const deep = tooDeepAt(text)
  if (deep !== null) {
    const before = text.slice(0, deep).split('\n')
    const place = { file, line: before.length, column: before.at(-1)!.length + 1, path: '' }
    return refused(
      place,
      'nested-too-deep',
      'the file nests more than 100 levels deep',
      'A policy needs five levels; flatten it.',
    )
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    schema: 'core',
    resolveKnownTags: false,
  })
  const syntax = [...document.errors, ...document.warnings].slice(0, maxSyntaxProblems)
  if (syntax.length > 0) return { file, root: null, problems: syntax.map((error) => syntaxProblem(error, placeOf)) }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return refused(
      start,
      'empty-file',
      'the file is empty',
      'Write a policy; `sluice init` makes a first one from a table.',
    )

  const builder = new TreeBuilder(document, text, placeOf)
  const root = builder.build(document.contents, '')
  if (builder.problems.length > 0) return { file, root: null, problems: builder.problems }
  if (root.kind === 'map') return { file, root, problems: [] }
  const found = root.kind === 'list' ? 'a list' : `the value ${JSON.stringify(root.value)}`
  const message = `expected fields such as 'version: 1' at the top of the file, found ${found}`
  return {
    file,
    root: null,
    problems: [problemAt(root.place, { code: 'not-a-map', message, expected: 'a map', found })],
  }
}

/** What is said of a file over `maxPolicyBytes`: message and hint. */
export function tooLarge(bytes: number): [string, string] {
  return [
    `the file has ${bytes.toLocaleString('en-US')} bytes; a policy has at most ${maxPolicyBytes.toLocaleString('en-US')}`,
    'Point at a policy, not at data; large tables belong under `datasets`.',
  ]
}

function syntaxProblem(error: YAMLError, placeOf: (offset: number, path: string) => Place): Problem {
  const place = placeOf(error.pos[0], '')
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return problemAt(place, {
        code: 'tab-indentation',
        message: 'a tab stands where YAML wants spaces',
        hint: 'Indent with spaces.',
      })
    case 'MULTIPLE_DOCS':
      return problemAt(place, {
        code: 'multiple-documents',
        message: 'the file holds a second document; a file is one policy',
        hint: "Move what follows '---' to a file of its own.",
      })
    case 'TAG_RESOLVE_FAILED':
      return problemAt(place, {
        code: 'tag',
        message: `${lowerFirst(error.message)}; a policy has plain values only`,
        hint: 'Remove the tag.',
      })
    default:
      return problemAt(place, { code: 'yaml-syntax', message: `not valid YAML: ${lowerFirst(error.message)}` })
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

type Sized = { readonly node: PolicyNode; readonly size: number }

/** Turns a parsed document into nodes with places; an anchored value is built once, however often it is used. */
class TreeBuilder {
  readonly problems: Problem[] = []
  readonly #document: Document
  readonly #text: string
  readonly #placeOf: (offset: number, path: string) => Place
  readonly #built = new Map<Node, Sized | 'unfinished'>()
  #exploded = false

  constructor(document: Document, text: string, placeOf: (offset: number, path: string) => Place) {
    this.#document = document
    this.#text = text
    this.#placeOf = placeOf
  }

  build(node: Node, path: string): PolicyNode {
    return this.#visit(node, path).node
  }

  #visit(node: Node, path: string): Sized {
    const place = this.#placeOf(node.range?.[0] ?? 0, path)
    if (isAlias(node)) return this.#follow(node.resolve(this.#document), node.source, place)
    const known = this.#built.get(node)
    if (known !== undefined && known !== 'unfinished') return known
    this.#built.set(node, 'unfinished')
    const sized = this.#construct(node, place)
    this.#built.set(node, sized)
    return this.#bounded(sized, place)
  }

  #construct(node: Node, place: Place): Sized {
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.#visit(item as Node, joinPath(place.path, [index])))
      return { node: { kind: 'list', items: items.map((item) => item.node), place }, size: sizeOf(items) }
    }
    if (isMap(node)) return this.#constructMap(node.items as Pair<Node, Node | null>[], place)
    const value = isScalar(node) ? node.value : null
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
    const textAt = typeof plain === 'string' ? this.#textAt(node.range?.[0] ?? 0, plain) : null
    return { node: { kind: 'scalar', value: plain, place: textAt === null ? place : { ...place, textAt } }, size: 1 }
  }

  /** How far after its start a text stands in the file letter by letter: at once, or behind a quote. */
  #textAt(offset: number, value: string): number | null {
    if (value.includes('\n')) return null
    const shift = [0, 1].find((one) => this.#text.startsWith(value, offset + one))
    return shift ?? null
  }

  #constructMap(pairs: readonly Pair<Node, Node | null>[], place: Place): Sized {
    const fields = new Map<string, Field>()
    const sizes: Sized[] = []
    for (const pair of pairs) {
      const key = this.#keyOf(pair.key, place)
      if (key === null) continue
      const first = fields.get(key.text)
      if (first !== undefined) {
        this.problems.push(
          problemAt(key.place, {
            code: 'duplicate-key',
            message: `'${key.text}' stands twice in one map, first on line ${first.key.line}`,
            hint: 'Keep one of the two.',
          }),
        )
        continue
      }
      const value = pair.value === null ? emptyAt(key.place) : this.#visit(pair.value, key.place.path)
      sizes.push(value)
      fields.set(key.text, { key: key.place, value: value.node })
    }
    return { node: { kind: 'map', fields, place }, size: sizeOf(sizes) }
  }

  #keyOf(node: Node, map: Place): { text: string; place: Place } | null {
    const offset = node.range?.[0] ?? 0
    const value = isScalar(node) ? node.value : null
    const text =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
    if (text !== null && text !== '__proto__') return { text, place: this.#placeOf(offset, joinPath(map.path, [text])) }
    const message = text === null ? 'a field name must be plain text' : "'__proto__' cannot be a field name"
    this.problems.push(
      problemAt(this.#placeOf(offset, map.path), { code: 'invalid-key', message, hint: 'Write NAME: VALUE.' }),
    )
    return null
  }

  #follow(target: Node | undefined, name: string, place: Place): Sized {
    const fault = (code: string, message: string, hint: string): Sized => {
      this.problems.push(problemAt(place, { code, message, hint }))
      return emptyAt(place)
    }
    if (target === undefined)
      return fault('unknown-alias', `'*${name}' has no anchor '&${name}' before it`, 'Define the anchor first.')
    const known = this.#built.get(target)
    if (known === 'unfinished') return fault('circular-alias', `'*${name}' contains itself`, 'Write the value out.')
    const sized = known ?? this.#visit(target, place.path)
    const node = sized.node.kind === 'scalar' ? { ...sized.node, place } : sized.node
    return this.#bounded({ node, size: sized.size }, place)
  }

  #bounded(sized: Sized, place: Place): Sized {
    if (sized.size <= maxValues) return sized
    if (!this.#exploded) {
      const message = `the aliases here amount to more than ${maxValues.toLocaleString('en-US')} values`
      this.problems.push(
        problemAt(place, { code: 'alias-explosion', message, hint: 'Write the values out, or use fewer aliases.' }),
      )
    }
    this.#exploded = true
    return emptyAt(place)
  }
}

function emptyAt(place: Place): Sized {
  return { node: { kind: 'scalar', value: null, place }, size: 1 }
}

function sizeOf(parts: readonly Sized[]): number {
  return parts.reduce((sum, part) => sum + part.size, 1)
}
