import { nearestSpelling } from '../spelling.ts'
import { PredicateError, type PredicateErrorReason } from './predicate-error.ts'
import { scalarFunctions } from './scalar-functions.ts'

/** A node of DuckDB's serialised syntax tree. */
export interface SyntaxNode {
  readonly class: string
  readonly type: string
  readonly alias?: string
  readonly query_location?: number
  readonly [field: string]: unknown
}

/** A column as an expression names it, with its place in the text where that is known. */
export interface ColumnReference {
  readonly name: string
  readonly position: number | null
}

interface Context {
  readonly positionOf: (node: SyntaxNode) => number | null
  readonly references: ColumnReference[]
}

/** Classes of nodes that are allowed, with the fields that hold their operands. */
const operands: Readonly<Record<string, readonly string[]>> = {
  CONSTANT: [],
  COLUMN_REF: [],
  COMPARISON: ['left', 'right'],
  CONJUNCTION: ['children'],
  BETWEEN: ['input', 'lower', 'upper'],
  CASE: ['case_checks', 'else_expr'],
  CAST: ['child'],
  COLLATE: ['child'],
  OPERATOR: ['children'],
  FUNCTION: ['children'],
}

const refusals: Readonly<Record<string, readonly [PredicateErrorReason, string]>> = {
  SUBQUERY: ['subquery', 'a subquery; it can look at one row only'],
  PARAMETER: ['parameter', 'a parameter, which nothing gives a value'],
  LAMBDA: ['lambda', 'a lambda (or the JSON arrow ->)'],
  WINDOW: ['aggregate', 'a window function; it can look at one row only'],
  STAR: ['construct', 'a star; name the columns'],
}

const operators =
  /^(COMPARE_(NOT_)?IN|OPERATOR_(NOT|IS_NULL|IS_NOT_NULL|COALESCE|TRY)|ARRAY_EXTRACT|ARRAY_SLICE|STRUCT_EXTRACT)$/

/**
 * The columns that an expression names, in order of appearance, after every node of it was found on the list of what is
 * allowed.
 *
 * @throws PredicateError at the first node that is not.
 */
export function checkExpression(root: SyntaxNode, positionOf: (node: SyntaxNode) => number | null): ColumnReference[] {
  const context: Context = { positionOf, references: [] }
  if (root.alias !== undefined && root.alias !== '') {
    throw refuse(context, root, 'not-one-expression', `an alias (${root.alias})`)
  }
  visit(root, context)
  return context.references
}

function visit(node: SyntaxNode, context: Context): void {
  const fields = Object.hasOwn(operands, node.class) ? operands[node.class] : undefined
  if (fields === undefined) {
    const [reason, what] = refusals[node.class] ?? ['construct', `${node.class.toLowerCase().replaceAll('_', ' ')}`]
    throw refuse(context, node, reason, what)
  }
  if (node.class === 'COLUMN_REF') visitColumn(node, context)
  if (node.class === 'FUNCTION') visitFunction(node, context)
  if (node.class === 'CAST') visitCast(node, context)
  if (node.class === 'OPERATOR' && !operators.test(node.type)) {
    throw refuse(context, node, 'construct', node.type.toLowerCase().replaceAll('_', ' '))
  }
  for (const field of fields) visitOperand(node[field], context)
}

function visitOperand(operand: unknown, context: Context): void {
  if (Array.isArray(operand)) for (const item of operand) visitOperand(item, context)
  else if (operand !== null && typeof operand === 'object') {
    if ('class' in operand) visit(operand as SyntaxNode, context)
    else for (const part of Object.values(operand)) visitOperand(part, context)
  }
}

function visitColumn(node: SyntaxNode, { references, positionOf }: Context): void {
  const [name] = node['column_names'] as readonly [string]
  references.push({ name, position: positionOf(node) })
}

function visitFunction(node: SyntaxNode, context: Context): void {
  const name = String(node['function_name'])
  const schema = String(node['schema'] ?? '')
  const plain = (schema === '' || schema === 'main') && (node['catalog'] ?? '') === ''
  const order = node['order_bys'] as { orders?: readonly unknown[] } | null | undefined
  if (plain && scalarFunctions.has(name.toLowerCase())) {
    if (node['filter'] != null || node['distinct'] === true || (order?.orders?.length ?? 0) > 0) {
      throw refuse(context, node, 'aggregate', `an aggregate's clause on ${name}`)
    }
    return
  }
  const near = nearestSpelling(
    name,
    [...scalarFunctions].filter((known) => /^[a-z]/.test(known)),
  )
  throw new PredicateError({
    reason: 'function',
    position: context.positionOf(node),
    message: `A predicate may not call ${plain ? name : `${schema}.${name}`}(): only functions of one row's values are allowed, none that reads files, the environment, the clock, randomness or other rows.`,
    hint: near !== null ? `Did you mean ${near}()?` : 'Write the condition with columns, constants and operators.',
  })
}

function visitCast(node: SyntaxNode, context: Context): void {
  const type = node['cast_type'] as { readonly id: string; readonly type_info?: { readonly name?: string } | null }
  if (type.id === 'UNBOUND') throw refuse(context, node, 'type', `the type ${type.type_info?.name ?? 'unknown'}`)
}

function refuse(context: Context, node: SyntaxNode, reason: PredicateErrorReason, what: string): PredicateError {
  return new PredicateError({
    reason,
    position: context.positionOf(node),
    message: `A predicate may not hold ${what}.`,
    hint: "Write one SQL expression over the table's own columns, like `age >= 65 AND country = 'DE'`.",
  })
}
