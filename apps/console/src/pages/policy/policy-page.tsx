import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { EmptyState, ErrorState, SkeletonLines } from '../../components/index.ts'
import { firstPageOf } from '../page-size.ts'
import styles from './policy.module.css'
import { PolicyFiles } from './policy-files.tsx'
import { type Version, VersionHistory } from './version-history.tsx'

const route = getRouteApi('/models/$model/policy')

/** Loading and judging policies is heavy; only a comparison needs it. */
const Comparison = lazy(async () => ({ default: (await import('./comparison.tsx')).Comparison }))

/** A model's policy with the status of each gate beside its line, its history, and what changed between versions. */
export function PolicyPage() {
  const { model } = route.useParams()
  const { version: asked, against } = route.useSearch()
  const trpc = useTRPC()
  const pages = useInfiniteQuery(trpc.policies.versions.infiniteQueryOptions({ model }, firstPageOf))
  if (pages.error !== null) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  if (pages.data === undefined) return <SkeletonLines lines={8} height="40px" />
  const versions: readonly Version[] = pages.data.pages.flatMap(({ items }) => items)
  const sha256 = asked ?? versions[0]?.sha256
  if (sha256 === undefined)
    return (
      <EmptyState title="No policy was stored for this model">
        <p>A policy is stored with the first evaluation that is pushed under it.</p>
      </EmptyState>
    )
  return (
    <div className={styles['page']}>
      <div className={styles['main']}>
        {against === undefined || against === sha256 ? null : (
          <Suspense fallback={<SkeletonLines lines={4} height="32px" />}>
            <Comparison key={`${against} ${sha256}`} model={model} before={against} after={sha256} />
          </Suspense>
        )}
        <ShownVersion sha256={sha256} />
      </div>
      <VersionHistory
        model={model}
        versions={versions}
        shown={sha256}
        hasMore={pages.hasNextPage}
        onMore={() => void pages.fetchNextPage()}
      />
    </div>
  )
}

function ShownVersion({ sha256 }: { readonly sha256: string }) {
  const { gate, file } = route.useSearch()
  const navigate = route.useNavigate()
  const trpc = useTRPC()
  const policy = useQuery(trpc.policies.get.queryOptions({ sha256 }))
  const last = policy.data?.last?.id ?? null
  const judged = useQuery(trpc.evaluations.get.queryOptions({ id: last ?? '' }, { enabled: last !== null }))
  if (policy.error !== null) return <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />
  if (policy.data === undefined) return <SkeletonLines lines={12} height="20px" />
  return (
    <PolicyFiles
      files={policy.data.files}
      gates={judged.data?.report.gates ?? []}
      evaluation={last === null ? null : (judged.data ?? (judged.error === null ? 'loading' : judged.error))}
      marked={gate ?? null}
      chosen={file ?? null}
      onChoose={(chosen) =>
        void navigate({ search: (old) => ({ ...old, file: chosen }), replace: true, resetScroll: false })
      }
    />
  )
}
