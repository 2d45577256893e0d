import { listNames, nearestSpelling } from '../spelling.ts'
import { PredicateError } from './predicate-error.ts'
import type { ColumnReference } from './syntax-tree.ts'

/** The columns of a table that a predicate reads, each once, in order of appearance; and what it names that is none. */
export interface ResolvedColumns {
  readonly columns: readonly string[]
  readonly unknown: readonly PredicateError[]
}

/** Finds the columns that a predicate names among those of a table, or takes any name where none are given. */
export function resolveColumns(
  references: readonly ColumnReference[],
  columns: readonly string[] | null,
): ResolvedColumns {
  const known = new Set<string>()
  const unknown = new Map<string, PredicateError>()
  for (const reference of references) {
    const column = columns === null ? reference.name : findColumn(reference.name, columns)
    if (column !== null) known.add(column)
    else if (!unknown.has(reference.name)) unknown.set(reference.name, unknownColumn(reference, columns!))
  }
  return { columns: [...known], unknown: [...unknown.values()] }
}

/** SQL names are the same in any case; an exact match goes first. */
function findColumn(name: string, columns: readonly string[]): string | null {
  if (columns.includes(name)) return name
  return columns.find((column) => column.toLowerCase() === name.toLowerCase()) ?? null
}

function unknownColumn({ name, position }: ColumnReference, columns: readonly string[]): PredicateError {
  const nearest = nearestSpelling(name, columns)
  return new PredicateError({
    reason: 'unknown-column',
    position,
    column: name,
    nearest,
    message: `There is no column "${name}"; the columns are ${listNames(columns)}.`,
    hint:
      nearest !== null
        ? `Did you mean ${nearest}?`
        : `Use a column of the table; text goes in single quotes: '${name.replaceAll("'", "''")}'.`,
  })
}
