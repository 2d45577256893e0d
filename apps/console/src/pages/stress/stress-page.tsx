import type { Evidence } from '@sluice/gates'
import { getRouteApi } from '@tanstack/react-router'
import { ShieldAlert } from 'lucide-react'
import { EmptyState, ErrorState, PolicyLines, Select, SkeletonLines, Stack } from '../../components/index.ts'
import { useEvidence } from '../../judging/use-evidence.ts'
import { AttackSummary } from './attack-summary.tsx'
import { Degradation } from './degradation.tsx'
import { Directions } from './directions.tsx'
import { SliceFailures } from './slice-failures.tsx'
import { suiteLines } from './suite-lines.ts'
import { SuiteSummary } from './suite-summary.tsx'
import { WorstCases } from './worst-cases.tsx'

const route = getRouteApi('/evaluations/$id/stress')

/** What a model does when its inputs are broken or attacked. */
export function StressPage() {
  const { id } = route.useParams()
  const { data: evidence, error, refetch } = useEvidence(id)
  if (error !== null) return <ErrorState error={error} onRetry={refetch} />
  if (evidence === undefined) return <SkeletonLines lines={3} height="260px" />
  return <StressView evidence={evidence} />
}

function StressView({ evidence: { stress: suites = [], policy } }: { readonly evidence: Evidence }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const suite = suites.find((one) => one.suite === search.suite) ?? suites[0]
  if (suite === undefined) return <NoSuites />
  return (
    <Stack gap="wide">
      <Stack>
        {suites.length < 2 ? null : (
          <Select
            label="Suite"
            showLabel
            value={suite.suite}
            options={suites.map((one) => ({ value: one.suite, label: one.suite }))}
            onChange={(chosen) => navigate({ search: { suite: chosen }, resetScroll: false })}
          />
        )}
        <SuiteSummary suite={suite} />
      </Stack>
      <Degradation suite={suite} />
      {suite.attack === null ? null : <AttackSummary suite={suite} attack={suite.attack} />}
      <SliceFailures suite={suite} asked={search.partition} />
      <Directions suite={suite} />
      <WorstCases suite={suite} file={policy.file} />
    </Stack>
  )
}

function NoSuites() {
  return (
    <EmptyState title="This policy has no stress suite" icon={ShieldAlert}>
      <p>To see what noise, missing fields and wrong units do to the model, add one, and a gate that asks for it:</p>
      <PolicyLines text={suiteLines} />
    </EmptyState>
  )
}
