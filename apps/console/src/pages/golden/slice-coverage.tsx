import type { GoldenEvidence, GoldenSlice } from '@sluice/gates'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Column, Hint, Table } from '../../components/index.ts'
import { counted, countText } from '../../wording/index.ts'
import styles from './golden.module.css'
import { type SliceDemand, scarcestFirst, sliceShortage } from './slice-shortage.ts'

const route = getRouteApi('/evaluations/$id/golden')

/** How many golden rows each slice has beside what a gate asks of it, or its share of production. */
export function SliceCoverage({ set, demand }: { readonly set: GoldenEvidence; readonly demand: SliceDemand }) {
  const { slices: listed } = route.useSearch()
  if (set.slices.length === 0) return null
  const sorted = scarcestFirst(set.slices)
  const short = sorted.filter((slice) => sliceShortage(slice, demand) > 0)
  const rows = listed === 'all' || short.length === 0 ? sorted : short
  return (
    <section aria-labelledby="slices" className={styles['section']}>
      <h2 id="slices">Slices</h2>
      <Hint>
        Expected is what a slice would have with its share of {set.represents}.{' '}
        {demand.minRows === null
          ? 'Short is one that has fewer than chance explains, under the weights of its rows. '
          : `Short is one that has fewer than the ${countText(demand.minRows)} rows that a gate asks for. `}
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
        caption={`Slices of ${set.dataset}, the fewest rows first`}
        columns={columnsFor(demand)}
        rows={rows}
        rowKey={({ partition, slice }) => `${partition} ${slice}`}
      />
    </section>
  )
}

function columnsFor(demand: SliceDemand): readonly Column<GoldenSlice>[] {
  const wanted = ({ expected }: GoldenSlice) => demand.minRows ?? expected
  return [
    { id: 'slice', header: 'Slice', names: true, cell: ({ slice }) => slice },
    {
      id: 'fill',
      header: demand.minRows === null ? 'Rows of those expected' : 'Rows of those asked for',
      width: '32%',
      cell: (slice) => <Fill golden={slice.golden} wanted={wanted(slice)} />,
    },
    { id: 'rows', header: 'Rows', align: 'end', cell: ({ golden }) => countText(golden) },
    { id: 'expected', header: 'Expected', align: 'end', cell: ({ expected }) => expected.toFixed(1) },
    {
      id: 'short',
      header: 'Short by',
      align: 'end',
      cell: (slice) => (sliceShortage(slice, demand) === 0 ? '–' : countText(sliceShortage(slice, demand))),
    },
  ]
}

/** The bar ends at what is wanted or has; the stroke across marks what is wanted. */
function Fill({ golden, wanted }: { readonly golden: number; readonly wanted: number }) {
  const most = Math.max(golden, wanted, 1)
  return (
    <span className={styles['fill']} aria-hidden>
      <b style={{ width: `${(golden / most) * 100}%` }} />
      <i style={{ left: `${(wanted / most) * 100}%` }} />
    </span>
  )
}
