import type { HeatMap, HeatRow } from './heat-map.ts'

/** By harm over all metrics, by size, as the policy lists them, or by the harm in one column (its id). */
export type SliceSort = 'harm' | 'rows' | 'policy' | (string & {})

export interface SliceFilter {
  readonly find?: string | undefined
  readonly sort?: SliceSort | undefined
}

/** The rows whose slice holds a text, the worst first; slices without a value come last. */
export function sortedRows({ columns, rows }: HeatMap, { find = '', sort = 'harm' }: SliceFilter): HeatRow[] {
  const wanted = find.trim().toLowerCase()
  const shown = rows.filter(({ slice }) => slice.toLowerCase().includes(wanted))
  if (sort === 'policy') return shown
  const column = columns.findIndex(({ id }) => id === sort)
  const rank = (row: HeatRow) =>
    sort === 'rows' ? row.rows : ((column === -1 ? row.harm : row.cells[column]?.harm) ?? Number.NEGATIVE_INFINITY)
  return [...shown].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)]
    return first === second ? 0 : second > first ? 1 : -1
  })
}
