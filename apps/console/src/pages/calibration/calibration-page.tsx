import { getRouteApi } from '@tanstack/react-router'
import { EmptyState, ErrorState, Panel, SkeletonLines, Stack } from '../../components/index.ts'
import { useEvidence } from '../../judging/use-evidence.ts'
import styles from './calibration.module.css'
import { CalibrationControls } from './calibration-controls.tsx'
import { CalibratorTable } from './calibrator-table.tsx'
import { ChoiceSentence } from './choice-sentence.tsx'
import { type ChosenSample, chosenSample } from './chosen-sample.ts'
import { DecompositionBars } from './decomposition-bars.tsx'
import { ReliabilityComparison } from './reliability-comparison.tsx'
import { ScoreHistogram } from './score-histogram.tsx'
import { lowestScore, shownSeries } from './shown-series.ts'

const route = getRouteApi('/evaluations/$id/calibration')

/** Whether a model's probabilities can be taken at their word, and what each calibrator would make of them. */
export function CalibrationPage() {
  const { id } = route.useParams()
  const search = route.useSearch()
  const { data: evidence, error, refetch } = useEvidence(id)
  if (error !== null) return <ErrorState error={error} onRetry={refetch} />
  if (evidence === undefined) return <SkeletonLines lines={3} height="260px" />
  const { calibration = [] } = evidence
  const sample = chosenSample(calibration, search)
  if (sample === null) return <NothingAsked />
  return (
    <Stack gap="wide">
      <CalibrationControls sections={calibration} sample={sample} />
      <ChoiceSentence section={sample.section} />
      <Drawings sample={sample} />
      <CalibratorTable section={sample.section} chosen={sample.after} />
    </Stack>
  )
}

function Drawings({ sample }: { readonly sample: ChosenSample }) {
  const { show, curve = 'bins' } = route.useSearch()
  const series = shownSeries(sample, show)
  const from = lowestScore(series, sample.section.of)
  return (
    <section className={styles['drawings']} aria-labelledby="reliability">
      <h2 id="reliability" className="visually-hidden">
        Reliability of {sample.section.model} on {sample.slice ?? 'all rows'} of {sample.section.dataset}
      </h2>
      <Panel>
        <ReliabilityComparison series={series} curve={curve} of={sample.section.of} from={from} />
        <ScoreHistogram series={series} from={from} />
      </Panel>
      <DecompositionBars sample={sample} />
    </section>
  )
}

function NothingAsked() {
  return (
    <EmptyState title="This policy asks nothing of calibration">
      <p>With a gate on it, this page shows how far each probability can be trusted. Add to the policy:</p>
      <pre className={styles['yaml']}>{'- { name: honest, metric: smooth_ece, max: 0.05 }'}</pre>
      <p>It is drawn for binary and multiclass models, from the next sluice check --push on.</p>
    </EmptyState>
  )
}
