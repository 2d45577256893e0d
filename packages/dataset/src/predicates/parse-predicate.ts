import { type Engine, startEngine } from '../duckdb/engine.ts'
import { quoteText } from '../duckdb/sql-text.ts'
import { PredicateError } from './predicate-error.ts'
import { resolveColumns } from './resolve-columns.ts'
import { type ColumnReference, checkExpression, type SyntaxNode } from './syntax-tree.ts'

export interface Predicate {
  /** The expression as DuckDB writes what it parsed: what is checked is what runs. */
  readonly sql: string
  /** The columns it reads, each once, in order of appearance. */
  readonly columns: readonly string[]
}

/** A predicate that was not held against a table yet. */
export interface ParsedPredicate {
  readonly sql: string
  readonly references: readonly ColumnReference[]
}

interface Serialized {
  readonly error: boolean
  readonly error_message?: string
  readonly position?: string
  readonly statements?: readonly { readonly node: SelectNode }[]
}

interface SelectNode {
  readonly type: string
  readonly select_list?: readonly SyntaxNode[]
  readonly [field: string]: unknown
}

const wrapper = 'SELECT '
const hint = "Write one SQL expression over the table's own columns, like `age >= 65 AND country = 'DE'`."

let parser: Promise<Engine> | null = null

/**
 * Parses a slice's `where` with DuckDB's own parser and refuses everything but one expression of constants, columns,
 * operators and pure scalar functions. No table is needed; without `columns`, any column name is taken.
 *
 * @throws PredicateError with the place inside the text where it is known.
 */
export async function parsePredicate(text: string, columns?: readonly string[]): Promise<Predicate> {
  parser ??= startLockedEngine()
  return parsePredicateWith(await parser, text, columns ?? null)
}

async function startLockedEngine(): Promise<Engine> {
  const engine = await startEngine()
  await engine.lock([])
  return engine
}

export async function parsePredicateWith(
  engine: Engine,
  text: string,
  columns: readonly string[] | null,
): Promise<Predicate> {
  const { sql, references } = await parseExpression(engine, text)
  const resolved = resolveColumns(references, columns)
  if (resolved.unknown[0] !== undefined) throw resolved.unknown[0]
  return { sql, columns: resolved.columns }
}

/** What a predicate is, whatever table it is of. @throws PredicateError for what no predicate may hold */
export async function parseExpression(engine: Engine, text: string): Promise<ParsedPredicate> {
  if (text.includes('\0')) {
    const position = text.indexOf('\0')
    throw new PredicateError({ reason: 'syntax', position, message: 'The predicate holds a zero byte.', hint })
  }
  const query = quoteText(wrapper + text)
  const answer = (await engine.rows(`SELECT json_serialize_sql(${query})::VARCHAR`))[0]![0]
  const parsed = JSON.parse(String(answer)) as Serialized
  if (parsed.error) throw syntaxError(text, parsed)
  const expression = onlyExpression(parsed)
  const references = checkExpression(expression, (node) => positionOf(text, node))
  const canonical = await engine.rows(`SELECT json_deserialize_sql(${quoteText(String(answer))}::JSON)`)
  return { sql: String(canonical[0]![0]).slice(wrapper.length), references }
}

/** The one expression of `SELECT <text>`, provided that the text brought no clause of its own. */
function onlyExpression(parsed: Serialized): SyntaxNode {
  const node = parsed.statements?.[0]?.node
  const plain =
    node !== undefined &&
    parsed.statements?.length === 1 &&
    node.type === 'SELECT_NODE' &&
    (node['from_table'] as SyntaxNode | undefined)?.type === 'EMPTY' &&
    (node['cte_map'] as { map: readonly unknown[] }).map.length === 0 &&
    (node['modifiers'] as readonly unknown[]).length === 0 &&
    (node['group_expressions'] as readonly unknown[]).length === 0 &&
    (node['group_sets'] as readonly unknown[]).length === 0 &&
    node['aggregate_handling'] === 'STANDARD_HANDLING' &&
    [node['where_clause'], node['having'], node['qualify'], node['sample']].every((clause) => clause == null)
  if (plain && node.select_list?.length === 1) return node.select_list[0]!
  throw new PredicateError({
    reason: 'not-one-expression',
    position: null,
    message: 'A predicate is one expression; this is more than one, or a clause of a query.',
    hint,
  })
}

function syntaxError(text: string, { error_message, position }: Serialized): PredicateError {
  // The parser counts code points from the start of the statement.
  const at =
    position === undefined ? null : [...(wrapper + text)].slice(0, Number(position)).join('').length - wrapper.length
  const message = text.trim() === '' ? 'The predicate is empty.' : `The predicate is not SQL: ${error_message}.`
  return new PredicateError({ reason: 'syntax', position: at === null ? null : Math.max(0, at), message, hint })
}

/** Nodes are placed in bytes of the statement; nodes that the parser made up have no place. */
function positionOf(text: string, node: SyntaxNode): number | null {
  const bytes = Buffer.from(wrapper + text)
  const at = node.query_location
  if (at === undefined || at >= bytes.length) return null
  return Math.max(0, bytes.subarray(0, at).toString().length - wrapper.length)
}
