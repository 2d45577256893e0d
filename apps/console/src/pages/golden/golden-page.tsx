import type { GoldenEvidence } from '@sluice/gates'
import { getRouteApi } from '@tanstack/react-router'
import { EmptyState, ErrorState, Hint, Select, SkeletonLines, Stack } from '../../components/index.ts'
import { useEvidence } from '../../judging/use-evidence.ts'
import { counted, countText } from '../../wording/index.ts'
import { doubtedLabels } from './doubted-labels.ts'
import { FeatureCoverage } from './feature-coverage.tsx'
import styles from './golden.module.css'
import { GoldenFacts } from './golden-facts.tsx'
import { NextSteps } from './next-steps-list.tsx'
import { SliceCoverage } from './slice-coverage.tsx'
import { sliceDemand } from './slice-shortage.ts'

const route = getRouteApi('/evaluations/$id/golden')

/** Whether a golden set still stands for production, and what to do about it. */
export function GoldenPage() {
  const { id } = route.useParams()
  const { set: asked } = route.useSearch()
  const { data: evidence, error, refetch } = useEvidence(id)
  if (error !== null) return <ErrorState error={error} onRetry={refetch} />
  if (evidence === undefined) return <SkeletonLines lines={3} height="260px" />
  const { golden = [] } = evidence
  const set = golden.find(({ dataset }) => dataset === asked) ?? golden[0]
  if (set === undefined) return <NoGoldenSet />
  const demand = sliceDemand(evidence, set)
  return (
    <Stack gap="wide">
      <Stack>
        <div className={styles['lead']}>
          {golden.length < 2 ? null : <SetSelect sets={golden} set={set} />}
          <p>
            <strong>{set.dataset}</strong> stands for {set.represents}: {counted(set.rows, 'row')} for{' '}
            {countText(set.representedRows)}, worth {countText(Math.round(set.effectiveRows))} of equal weight.
          </p>
        </div>
        <NextSteps set={set} demand={demand} />
        <GoldenFacts set={set} doubted={doubtedLabels(evidence, set)} />
        {set.notes.length === 0 ? null : <Hint>{set.notes.join(' ')}</Hint>}
      </Stack>
      <FeatureCoverage set={set} />
      <SliceCoverage set={set} demand={demand} />
    </Stack>
  )
}

function SetSelect({ sets, set }: { readonly sets: readonly GoldenEvidence[]; readonly set: GoldenEvidence }) {
  const navigate = route.useNavigate()
  return (
    <Select
      label="Golden set"
      showLabel
      value={set.dataset}
      options={sets.map(({ dataset }) => ({ value: dataset, label: dataset }))}
      onChange={(dataset) =>
        navigate({ search: (search) => ({ ...search, set: dataset, feature: undefined }), resetScroll: false })
      }
    />
  )
}

function NoGoldenSet() {
  return (
    <EmptyState title="This policy has no golden set that a gate judges">
      <p>
        A golden set is a small, hand-checked table that stands for production. Draw one, then declare and judge it:
      </p>
      <pre className={styles['yaml']}>
        {`datasets:
  golden:
    path: golden.parquet
    role: golden
    represents: validation
gates:
  - name: golden-set-covers-production
    metric: golden_coverage
    min: 0.95`}
      </pre>
      <p>
        <code>sluice golden draw</code> draws one that stays unbiased under its weights.
      </p>
    </EmptyState>
  )
}
