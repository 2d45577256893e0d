import type { ColumnDescription, TableDescription } from '@sluice/dataset'
import type { Roles } from './guess-roles.ts'

const weightNames = /^(?:w|wt|.*weights?|.*wgt)$/i
const groupNames = /^(?:.*_?(?:id|key|uuid)|user|customer|client|patient|session|account|household)$/i
const mostValues = 12

/** Numbers from 0 up under a weight's name. */
export function isWeightLike({ name, kind, statistics }: ColumnDescription): boolean {
  return kind === 'number' && weightNames.test(name) && typeof statistics?.min === 'number' && statistics.min >= 0
}

/** Names of things that rows belong to: too many to slice by. */
export function isGroupLike({ name, statistics }: ColumnDescription): boolean {
  return groupNames.test(name) && (statistics?.distinct ?? 0) > mostValues
}

/** What was not guessed, since it would change every number: a sentence for each column that looks like it, with its flag. */
export function unsureOf({ columns, rows }: TableDescription, roles: Roles): string[] {
  const taken = new Set([roles.id, roles.label, roles.output, roles.baseline, roles.query, roles.weight, roles.group])
  const free = columns.filter(({ name, statistics }) => statistics !== null && !taken.has(name))
  const weight = roles.weight === null ? free.find(isWeightLike) : undefined
  const group =
    roles.group === null && roles.query === null
      ? free.find((column) => isGroupLike(column) && column.statistics!.distinct < (rows ?? 0))
      : undefined
  return [
    ...(weight === undefined
      ? []
      : [`'${weight.name}' looks like row weights; every row counts alike unless you say --weight ${weight.name}.`]),
    ...(group === undefined
      ? []
      : [
          `'${group.name}' repeats; if rows of one are dependent, intervals are wider than these: say --group ${group.name}.`,
        ]),
  ]
}
