import type { GoldenEvidence, GoldenSlice } from '@sluice/gates'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Column, Hint, Table } from '../../components/index.ts'
import { counted, countText } from '../../wording/index.ts'
import styles from './golden.module.css'
import { shortestFirst, sliceShortage } from './slice-shortage.ts'

const route = getRouteApi('/evaluations/$id/golden')

/** How many golden rows each slice has beside what its share of production asks for. */
export function SliceCoverage({ set }: { readonly set: GoldenEvidence }) {
  const { slices: listed } = route.useSearch()
  if (set.slices.length === 0) return null
  const sorted = shortestFirst(set.slices)
  const short = sorted.filter((slice) => sliceShortage(slice) > 0)
  const rows = listed === 'all' || short.length === 0 ? sorted : short
  return (
    <section aria-labelledby="slices" className={styles['section']}>
      <h2 id="slices">Slices</h2>
      <Hint>
        Expected is what a slice would have with its share of {set.represents}.{' '}
        {short.length === 0
          ? `None of ${counted(sorted.length, 'slice')} is short.`
          : `${short.length} of ${counted(sorted.length, 'slice')} ${short.length === 1 ? 'is' : 'are'} short. `}
        {short.length === 0 || short.length === sorted.length ? null : (
          <Link
            from="/evaluations/$id/golden"
            to="."
            search={(search) => ({ ...search, slices: listed === 'all' ? undefined : 'all' })}
            resetScroll={false}
          >
            {listed === 'all' ? 'Only those' : 'All slices'}
          </Link>
        )}
      </Hint>
      <Table
        caption={`Slices of ${set.dataset}, the shortest first`}
        columns={columns}
        rows={rows}
        rowKey={({ partition, slice }) => `${partition} ${slice}`}
      />
    </section>
  )
}

const columns: readonly Column<GoldenSlice>[] = [
  { id: 'slice', header: 'Slice', names: true, cell: ({ slice }) => slice },
  { id: 'fill', header: 'Rows of those expected', width: '32%', cell: (slice) => <Fill slice={slice} /> },
  { id: 'rows', header: 'Rows', align: 'end', cell: ({ golden }) => countText(golden) },
  { id: 'expected', header: 'Expected', align: 'end', cell: ({ expected }) => expected.toFixed(1) },
  {
    id: 'short',
    header: 'Short by',
    align: 'end',
    cell: (slice) => (sliceShortage(slice) === 0 ? '–' : countText(sliceShortage(slice))),
  },
]

/** The bar ends at what is expected or has; the stroke across marks what is expected. */
function Fill({ slice: { golden, expected } }: { readonly slice: GoldenSlice }) {
  const most = Math.max(golden, expected, 1)
  return (
    <span className={styles['fill']} aria-hidden>
      <b style={{ width: `${(golden / most) * 100}%` }} />
      <i style={{ left: `${(expected / most) * 100}%` }} />
    </span>
  )
}
