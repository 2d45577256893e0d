import type { ColumnDescription } from '@sluice/dataset'
import type { GivenRoles } from './guess-roles.ts'

/** Columns of 0/1 labels and columns of scores, each by their prefix: `l_*` and `p_*`. */
export interface LabelPrefixes {
  readonly labels: string
  readonly scores: string
}

/**
 * Finds two prefixes after which the same names follow, two or more: one of columns that hold 0 and 1 alone, one of real
 * numbers. Prefixes that were given are taken as they are.
 */
export function labelPrefixes(columns: readonly ColumnDescription[], given: GivenRoles): LabelPrefixes | null {
  const { labels, score } = given
  if (labels !== undefined && score !== undefined) return { labels, scores: score }
  if (score !== undefined && !score.endsWith('*')) return null
  const endings = endingsByPrefix(columns)
  for (const [prefix, names] of endings) {
    if (labels !== undefined && labels !== `${prefix}*`) continue
    if (labels === undefined && !names.every(({ column }) => isZeroOne(column))) continue
    const scores = [...endings].find(([other, of]) => other !== prefix && sameNames(names, of) && of.every(isScore))
    if (names.length >= 2 && scores !== undefined && (score ?? `${scores[0]}*`) === `${scores[0]}*`)
      return { labels: `${prefix}*`, scores: `${scores[0]}*` }
  }
  return null
}

interface Ending {
  readonly ending: string
  readonly column: ColumnDescription
}

/** `l_red`, `l_big` → `l_`: red, big. */
function endingsByPrefix(columns: readonly ColumnDescription[]): ReadonlyMap<string, Ending[]> {
  const endings = new Map<string, Ending[]>()
  for (const column of columns) {
    const [, prefix, ending] = /^([^_.]+[_.])(.+)$/.exec(column.name) ?? []
    if (prefix !== undefined) endings.set(prefix, [...(endings.get(prefix) ?? []), { ending: ending!, column }])
  }
  return endings
}

function sameNames(a: readonly Ending[], b: readonly Ending[]): boolean {
  const names = new Set(a.map(({ ending }) => ending))
  return a.length === b.length && b.every(({ ending }) => names.has(ending))
}

function isZeroOne({ statistics }: ColumnDescription): boolean {
  return statistics?.values?.every((value) => value === 0 || value === 1) === true
}

function isScore({ column }: Ending): boolean {
  return /DOUBLE|FLOAT|DECIMAL/.test(column.type) && !isZeroOne(column)
}
