import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { Button, EmptyState, ErrorState, Select, SkeletonLines, Stack, TextField } from '../../components/index.ts'
import { useCurves, useEvidence } from '../../judging/use-evidence.ts'
import { counted } from '../../wording/index.ts'
import { CellDetail } from './cell-detail.tsx'
import { type HeatMap, heatMap } from './heat-map.ts'
import { HeatTable, type Place } from './heat-table.tsx'
import styles from './slices.module.css'
import { sortedRows } from './sort-rows.ts'

const route = getRouteApi('/evaluations/$id/slices')

/** Every slice against every metric, the worst first. */
export function SlicesPage() {
  const { id } = route.useParams()
  const trpc = useTRPC()
  const evidence = useEvidence(id)
  // Not waited for: they only say which slices lead on.
  const { data: curves } = useCurves(id)
  const evaluation = useQuery(trpc.evaluations.get.queryOptions({ id }))
  const map = useMemo(
    () =>
      evidence.data === undefined || evaluation.data === undefined
        ? null
        : heatMap(evidence.data, evaluation.data.report.gates, curves ?? null),
    [evidence.data, evaluation.data, curves],
  )
  const error = evidence.error ?? evaluation.error
  if (error !== null)
    return <ErrorState error={error} onRetry={() => void Promise.all([evidence.refetch(), evaluation.refetch()])} />
  if (map === null) return <SkeletonLines lines={9} height="36px" />
  if (map.rows.length === 0)
    return (
      <EmptyState title="Nothing was measured by slice">
        <p>No gate of this policy names slices.</p>
        <p>Declare some under slices, and name them in a gate, to see who a model is worse for.</p>
      </EmptyState>
    )
  return <SlicesView map={map} />
}

function SlicesView({ map }: { readonly map: HeatMap }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const intervals = search.intervals === true
  const [place, setPlace] = useState<Place | null>(null)
  const rows = useMemo(() => sortedRows(map, search), [map, search])
  const change = (next: Partial<typeof search>) =>
    navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false })
  const chosen = place === null ? undefined : rows[place.row]
  return (
    <Stack>
      <div className={styles['controls']}>
        <TextField
          label="Find a slice"
          icon={Search}
          type="search"
          placeholder="Find a slice"
          value={search.find ?? ''}
          onChange={(event) => change({ find: event.target.value === '' ? undefined : event.target.value })}
        />
        <Select
          label="Sort by"
          showLabel
          value={search.sort ?? 'harm'}
          options={[
            { value: 'harm', label: 'harm, worst first' },
            ...map.columns.map(({ id, label, detail }) => ({ value: id, label: `${label}, ${detail}` })),
            { value: 'rows', label: 'rows, most first' },
            { value: 'policy', label: 'the policy’s order' },
          ]}
          onChange={(sort) => change({ sort: sort === 'harm' ? undefined : sort })}
        />
        <Button aria-pressed={intervals} onClick={() => change({ intervals: intervals ? undefined : true })}>
          {intervals ? 'Hide intervals' : 'Show intervals'}
        </Button>
        <p className={styles['count']}>{counted(rows.length, 'slice')}</p>
      </div>
      <Key />
      {rows.length === 0 ? (
        <EmptyState title="No slice has this in its name" icon={Search} />
      ) : (
        <HeatTable
          columns={map.columns}
          rows={rows}
          intervals={intervals}
          marked={search.slice ?? null}
          place={place}
          onPlace={setPlace}
        />
      )}
      <CellDetail row={chosen ?? null} columns={map.columns} column={place?.column ?? 0} />
    </Stack>
  )
}

function Key() {
  return (
    <ul className={styles['key']} aria-label="Colours">
      <li>
        <span className={styles['scale']} aria-hidden />
        better than its bound to worse; without a bound, than all rows
      </li>
      <li>
        <span className={styles['hatched']} aria-hidden />
        too few rows for its gate
      </li>
      <li className={styles['touch']}>Tap a cell to read all of it.</li>
    </ul>
  )
}
