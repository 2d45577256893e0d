import type { Status } from '@sluice/gates'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTRPC } from '../../api/trpc.ts'
import { Button, EmptyState, ErrorState, Rows, Select, SkeletonLines } from '../../components/index.ts'
import { statusOrder, statusWord } from '../../wording/index.ts'
import { firstPageOf } from '../page-size.ts'
import { EvaluationRow } from './evaluation-row.tsx'
import { GateTrends } from './gate-trends.tsx'
import styles from './model-page.module.css'

const route = getRouteApi('/models/$model/')
const verdicts = [
  { value: 'any', label: 'Any verdict' },
  ...statusOrder.map((value) => ({ value, label: statusWord[value] })),
] as const

/** The evaluations of one model, newest first. */
export function ModelPage() {
  const { model } = route.useParams()
  const { verdict, gates } = route.useSearch()
  const navigate = route.useNavigate()
  const trpc = useTRPC()
  const filter = verdict === undefined ? { model } : { model, verdict }
  const evaluations = useInfiniteQuery(trpc.evaluations.list.infiniteQueryOptions(filter, firstPageOf))
  const rows = evaluations.data?.pages.flatMap(({ items }) => items) ?? []
  const choose = (chosen: Status | 'any') =>
    void navigate({
      search: (old) => ({ ...old, verdict: chosen === 'any' ? undefined : chosen }),
      replace: true,
      resetScroll: false,
    })
  return (
    <>
      <GateTrends
        model={model}
        showsAll={gates === 'all'}
        onShowAll={(all) =>
          void navigate({
            search: (old) => ({ ...old, gates: all ? 'all' : undefined }),
            replace: true,
            resetScroll: false,
          })
        }
      />
      <div className={styles['tools']}>
        <Select label="Verdict" value={verdict ?? 'any'} options={verdicts} onChange={choose} />
      </div>
      {evaluations.isPending ? (
        <SkeletonLines lines={6} height="72px" />
      ) : evaluations.isError ? (
        <ErrorState error={evaluations.error} onRetry={() => void evaluations.refetch()} />
      ) : rows.length === 0 ? (
        verdict === undefined ? (
          <EmptyState title="No evaluations">
            <p>Nothing was pushed for a model named {model}, or all of it is past its retention.</p>
          </EmptyState>
        ) : (
          <EmptyState
            title={`No evaluation with the verdict ${statusWord[verdict].toLowerCase()}`}
            action={<Button onClick={() => choose('any')}>Show all verdicts</Button>}
          />
        )
      ) : (
        <Rows
          label={`Evaluations of ${model}`}
          rows={rows}
          rowKey={({ push }) => String(push)}
          row={(evaluation) => <EvaluationRow evaluation={evaluation} />}
          estimatedHeight={76}
          hasMore={evaluations.hasNextPage}
          loadingMore={evaluations.isFetchingNextPage}
          onMore={() => void evaluations.fetchNextPage()}
        />
      )}
    </>
  )
}
