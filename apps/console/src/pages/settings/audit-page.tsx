import { useInfiniteQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useTRPC } from '../../api/trpc.ts'
import { EmptyState, ErrorState, Rows, SkeletonLines } from '../../components/index.ts'
import { firstPageOf } from '../page-size.ts'
import { AuditRow } from './audit-row.tsx'
import { ChainVerification } from './chain-verification.tsx'
import styles from './settings.module.css'

/** Who did what, newest first, and whether the log is as it was written. */
export function AuditPage() {
  const trpc = useTRPC()
  const audit = useInfiniteQuery(trpc.audit.list.infiniteQueryOptions({}, firstPageOf))
  const rows = audit.data?.pages.flatMap(({ items }) => items) ?? []
  if (audit.isPending) return <SkeletonLines lines={6} />
  if (audit.isError) return <ErrorState error={audit.error} onRetry={() => void audit.refetch()} />
  if (rows.length === 0)
    return (
      <EmptyState icon={ScrollText} title="Nothing happened yet">
        <p>Pushes, tokens and retention are written here as they happen, and cannot be changed later.</p>
      </EmptyState>
    )
  return (
    <>
      <div className={styles['intro']}>
        <p>Each entry carries a hash over itself and the entry before, so that a change to any of them shows.</p>
        <ChainVerification />
      </div>
      <Rows
        label="Audit log, newest first"
        rows={rows}
        rowKey={({ sequence }) => String(sequence)}
        row={(entry) => <AuditRow entry={entry} />}
        estimatedHeight={58}
        hasMore={audit.hasNextPage}
        loadingMore={audit.isFetchingNextPage}
        onMore={() => void audit.fetchNextPage()}
      />
    </>
  )
}
