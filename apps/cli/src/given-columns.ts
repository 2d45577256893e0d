import type { ColumnDescription, TableDescription } from '@sluice/dataset'
import { nearestSpelling } from '@sluice/policy'
import { UsageError } from './failure.ts'
import type { GivenRoles } from './guess-roles.ts'

const mostListed = 30

/**
 * Holds the columns that flags name against the table.
 *
 * @throws UsageError for a name that is not a column (or `prefix*` of one, for scores), with the nearest spelling and
 * the columns that are there
 */
export function requireGivenColumns({ columns }: TableDescription, given: GivenRoles): void {
  const named: [flag: string, name: string | undefined][] = [
    ['--label', given.label],
    ['--labels', given.labels],
    ['--query', given.query],
    ['--weight', given.weight],
    ['--group', given.group],
    ['--score', given.score],
    ['--baseline', given.baseline],
    ...given.slice.map((name): [string, string] => ['--slice', name]),
  ]
  for (const [flag, name] of named) {
    if (name === undefined || ((flag === '--score' || flag === '--labels') && isPrefixOfSome(name, columns))) continue
    const column = columns.find((one) => one.name === name)
    if (column === undefined) throw noColumn(flag, name, columns)
    if (column.statistics === null)
      throw new UsageError(
        `${flag}: the column '${name}' is nested (${column.type})`,
        'Unnest it where the table is made.',
      )
  }
}

function isPrefixOfSome(pattern: string, columns: readonly ColumnDescription[]): boolean {
  return pattern.endsWith('*') && columns.some(({ name }) => name.startsWith(pattern.slice(0, -1)))
}

function noColumn(flag: string, name: string, columns: readonly ColumnDescription[]): UsageError {
  const names = columns.map((column) => column.name)
  const near = nearestSpelling(name, names)
  const rest = names.length > mostListed ? `, … and ${names.length - mostListed} more` : ''
  return new UsageError(
    `${flag}: the table has no column '${name}'`,
    `${near === null ? '' : `Did you mean '${near}'? `}It has ${names.slice(0, mostListed).join(', ')}${rest}.`,
  )
}
