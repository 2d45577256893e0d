import { useInfiniteQuery } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { CopyButton, EmptyState, ErrorState, PageHeader, Rows, SkeletonLines } from '../../components/index.ts'
import { firstPageOf } from '../page-size.ts'
import { ModelRow } from './model-row.tsx'
import { modelsLead } from './models-lead.ts'
import styles from './models-page.module.css'

/** Every model with its last verdict, its trend, who owns it, and what waits for a person. */
export function ModelsPage() {
  const trpc = useTRPC()
  const models = useInfiniteQuery(trpc.models.list.infiniteQueryOptions({}, firstPageOf))
  const rows = models.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <PageHeader title="Models" lead={rows.length === 0 ? undefined : modelsLead(rows, models.hasNextPage)} />
      {models.isPending ? (
        <SkeletonLines lines={4} height="112px" />
      ) : models.isError ? (
        <ErrorState error={models.error} onRetry={() => void models.refetch()} />
      ) : rows.length === 0 ? (
        <NoModels />
      ) : (
        <Rows
          label="Models"
          rows={rows}
          rowKey={({ model }) => model}
          row={(model) => <ModelRow model={model} />}
          estimatedHeight={132}
          hasMore={models.hasNextPage}
          loadingMore={models.isFetchingNextPage}
          onMore={() => void models.fetchNextPage()}
        />
      )}
    </>
  )
}

function NoModels() {
  const command = `npx sluice check --push ${window.location.origin}`
  return (
    <EmptyState title="No verdicts yet" action={<CopyButton text={command} label="Copy the command" />}>
      <p>A model appears here with its first evaluation. Push one from a folder with policies:</p>
      <code className={styles['command']}>{command}</code>
    </EmptyState>
  )
}
