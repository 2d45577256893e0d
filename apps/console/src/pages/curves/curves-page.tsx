import type { Evidence } from '@sluice/gates'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { EmptyState, ErrorState, SkeletonLines, Stack } from '../../components/index.ts'
import { useCurves, useEvidence } from '../../judging/use-evidence.ts'
import { comparedModels } from './compared-models.ts'
import { ComparisonControl } from './comparison-control.tsx'
import { CurveGrid } from './curve-grid.tsx'
import styles from './curves.module.css'
import { confusionOf, ratesAt } from './rates-at-threshold.ts'
import { SampleControls } from './sample-controls.tsx'
import { countsOf, curvesOf, modelsOf, policyThreshold, type Sample, sampleOf, thresholdRange } from './samples.ts'
import { SliceRates } from './slice-rates.tsx'
import { ThresholdControl } from './threshold-control.tsx'
import { useThreshold } from './use-threshold.ts'

const route = getRouteApi('/evaluations/$id/curves')

/** The curves of one model on one dataset or slice, and what a threshold does to it. */
export function CurvesPage() {
  const { id } = route.useParams()
  const search = route.useSearch()
  const measured = useEvidence(id)
  const curves = useCurves(id)
  const evidence = useMemo(
    () => (measured.data === undefined || curves.data === undefined ? null : { ...measured.data, curves: curves.data }),
    [measured.data, curves.data],
  )
  const failed = [measured, curves].find(({ error }) => error !== null)
  if (failed !== undefined) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
  if (evidence === null) return <SkeletonLines lines={3} height="260px" />
  const sample = sampleOf(evidence.curves, search)
  if (sample === null)
    return (
      <EmptyState title="No curves were stored">
        <p>Curves belong to binary models, and sluice check measures them unless told not to.</p>
        <p>The values of every slice are on the page beside this one.</p>
      </EmptyState>
    )
  return <SampleView evidence={evidence} sample={sample} />
}

function SampleView({ evidence, sample }: { readonly evidence: Evidence; readonly sample: Sample }) {
  const own = curvesOf(evidence.curves, sample)
  const range = thresholdRange(own) ?? ([0, 1] as const)
  const policy = policyThreshold(evidence.measurements, sample.dataset)
  const [threshold, setThreshold] = useThreshold(policy ?? (range[0] + range[1]) / 2)
  const counts = countsOf(evidence.measurements, sample)
  const rates = own.roc === undefined ? null : ratesAt(own.roc, threshold)
  const confusion = rates === null || counts === null ? null : confusionOf(rates, counts)
  const { beside } = route.useSearch()
  const compared = comparedModels(
    modelsOf(evidence.curves, sample.dataset),
    sample.model,
    evidence.measurements,
    beside === 'none' ? [] : beside,
  )
  const others = compared
    .filter(({ shown }) => shown)
    .map((one) => ({ ...one, curves: curvesOf(evidence.curves, { ...sample, model: one.model }) }))
    .reverse()
  return (
    <Stack gap="wide">
      <div className={styles['controls']}>
        <SampleControls evidence={evidence} sample={sample} />
        <ThresholdControl threshold={threshold} onChange={setThreshold} range={range} policy={policy} />
        <ComparisonControl models={compared} />
      </div>
      <CurveGrid
        sample={sample}
        own={own}
        others={others}
        threshold={threshold}
        range={range}
        onThreshold={setThreshold}
        rates={rates}
        counts={counts}
        confusion={confusion}
      />
      <SliceRates evidence={evidence} sample={sample} threshold={threshold} />
    </Stack>
  )
}
