import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTRPC } from '../../api/trpc.ts'
import { Button, EmptyState, SkeletonLines } from '../../components/index.ts'
import { worstGates } from '../../wording/index.ts'
import { Datasets } from './datasets.tsx'
import styles from './evaluation-page.module.css'
import { filterGates } from './filter-gates.ts'
import { GateCard } from './gate-card.tsx'
import { GateFilters } from './gate-filters.tsx'
import { Problems } from './problems.tsx'
import { useDeepLink } from './use-deep-link.ts'
import { WaiverNotes } from './waiver-notes.tsx'

const route = getRouteApi('/evaluations/$id/')

/** The gates of one evaluation, worst first, and what they were judged on. */
export function EvaluationPage() {
  const { id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const trpc = useTRPC()
  const { data: record } = useQuery(trpc.evaluations.get.queryOptions({ id }, { staleTime: 300_000 }))
  useDeepLink(search, record !== undefined)
  if (record === undefined) return <SkeletonLines lines={4} height="180px" />
  const { report } = record
  const shown = filterGates(worstGates(report.gates), search)
  const isFiltered = search.status !== undefined || search.find !== undefined
  return (
    <div className={styles['page']}>
      <Problems problems={report.problems ?? []} />
      {report.gates.length === 0 ? null : <GateFilters gates={report.gates} search={search} />}
      {shown.length === 0 && isFiltered ? (
        <EmptyState
          title="No gate fits these filters"
          action={<Button onClick={() => void navigate({ search: {}, replace: true })}>Show every gate</Button>}
        />
      ) : (
        <div className={styles['gates']}>
          {shown.map((gate) => (
            <GateCard key={gate.name} gate={gate} record={record} search={search} />
          ))}
        </div>
      )}
      <WaiverNotes waivers={report.waivers} />
      <Datasets record={record} />
    </div>
  )
}
