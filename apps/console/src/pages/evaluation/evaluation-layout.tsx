import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { useTRPC } from '../../api/trpc.ts'
import {
  ErrorState,
  Hash,
  LinkTabs,
  OriginWords,
  PageHeader,
  RelativeTime,
  Skeleton,
  StatusIcon,
  VerdictSentence,
} from '../../components/index.ts'
import styles from './evaluation-layout.module.css'
import { Neighbours } from './neighbours.tsx'

const route = getRouteApi('/evaluations/$id')

/** What stands above every page of one evaluation: the verdict in one sentence, and the ways to look at it. */
export function EvaluationLayout() {
  const { id } = route.useParams()
  const trpc = useTRPC()
  const evaluation = useQuery(trpc.evaluations.get.queryOptions({ id }, { staleTime: 300_000 }))
  if (evaluation.isError) return <ErrorState error={evaluation.error} onRetry={() => void evaluation.refetch()} />
  const record = evaluation.data
  const sameEvaluation = { params: { id }, activeOptions: { exact: true, includeSearch: false } }
  return (
    <>
      {record === undefined ? (
        <PageHeader
          title="Evaluation"
          heading={<Skeleton width="min(520px, 80vw)" />}
          lead={<Skeleton width="300px" />}
        />
      ) : (
        <PageHeader
          title={`${record.model}: ${record.verdict}`}
          above={
            <>
              <Link to="/">Models</Link>
              <span aria-hidden>/</span>
              <Link to="/models/$model" params={{ model: record.model }}>
                {record.model}
              </Link>
            </>
          }
          heading={
            <span className={styles['verdict']}>
              <StatusIcon status={record.verdict} size={26} label />
              <span>
                <VerdictSentence
                  verdict={record.verdict}
                  counts={record.gates}
                  problems={record.report.problems?.length ?? 0}
                />
              </span>
            </span>
          }
          lead={
            <span className={styles['facts']}>
              <RelativeTime at={record.createdAt} />
              <Hash of={id} />
              <OriginWords origin={record.origin} />
              {record.report.owners.length === 0 ? null : <span>{record.report.owners.join(', ')}</span>}
            </span>
          }
          actions={<Neighbours previous={record.previous} next={record.next} />}
        />
      )}
      <LinkTabs label="Of this evaluation">
        <Link to="/evaluations/$id" {...sameEvaluation}>
          Gates
        </Link>
        <Link to="/evaluations/$id/slices" {...sameEvaluation}>
          Slices
        </Link>
        <Link to="/evaluations/$id/curves" {...sameEvaluation}>
          Curves
        </Link>
        <Link to="/evaluations/$id/calibration" {...sameEvaluation}>
          Calibration
        </Link>
        <Link to="/evaluations/$id/golden" {...sameEvaluation}>
          Golden set
        </Link>
        <Link to="/evaluations/$id/stress" {...sameEvaluation}>
          Stress
        </Link>
        <Link to="/evaluations/$id/variants" {...sameEvaluation}>
          Variants
        </Link>
        <Link to="/evaluations/$id/what-if" {...sameEvaluation}>
          What if
        </Link>
        {record === undefined ? null : (
          <Link to="/models/$model/policy" params={{ model: record.model }} search={{ version: record.policySha256 }}>
            Policy
          </Link>
        )}
      </LinkTabs>
      <div className={styles['page']}>
        <Outlet />
      </div>
    </>
  )
}
