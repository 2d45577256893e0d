import { GuideMark, seriesColour } from '../../charts/index.ts'
import { percentText, shortNumber } from '../../wording/index.ts'
import { ConfusionMatrix } from './confusion-matrix.tsx'
import styles from './curves.module.css'
import { DistributionChart } from './distribution-chart.tsx'
import type { Confusion, Rates } from './rates-at-threshold.ts'
import { ReliabilityChart } from './reliability-chart.tsx'
import type { Counts, CurveKind, Sample, SampleCurves } from './samples.ts'
import { type Series, ThresholdCurve } from './threshold-curve.tsx'
import { thresholdPoints } from './threshold-points.ts'

interface CurveGridProps {
  readonly sample: Sample
  readonly own: SampleCurves
  /** What lies behind, the least of interest first. */
  readonly others: readonly (Omit<Series, 'curve'> & { readonly curves: SampleCurves })[]
  readonly threshold: number
  readonly range: readonly [number, number]
  readonly onThreshold: (threshold: number) => void
  readonly rates: Rates | null
  readonly counts: Counts | null
  readonly confusion: Confusion | null
}

/** Every curve of a sample, and its confusion matrix. */
export function CurveGrid(props: CurveGridProps) {
  const { sample, own, others, threshold, range, onThreshold, rates, counts, confusion } = props
  const points = rates === null ? null : thresholdPoints(rates, confusion, counts)
  const series = (kind: CurveKind) => [
    ...others.flatMap(({ curves: { [kind]: curve }, ...other }) => (curve === undefined ? [] : [{ ...other, curve }])),
    ...(own[kind] === undefined
      ? []
      : [{ model: sample.model, curve: own[kind], colour: seriesColour.candidate, quiet: false }]),
  ]
  const shared = { threshold, onThreshold }
  const share = [0, 1] as const
  const base = counts === null || counts.rows === 0 ? null : counts.positives / counts.rows
  return (
    <section className={styles['grid']} aria-labelledby="curves">
      <h2 id="curves" className="visually-hidden">
        Curves of {sample.model} on {sample.slice ?? 'all rows'} of {sample.dataset}
      </h2>
      <ThresholdCurve
        {...shared}
        title="ROC"
        series={series('roc')}
        x={{ label: 'False-positive rate', domain: share, format: percent }}
        y={{ label: 'Recall', domain: share, format: percent }}
        at={points?.roc ?? null}
        guide={(plot) => <GuideMark plot={plot} from={{ x: 0, y: 0 }} to={{ x: 1, y: 1 }} />}
      />
      <ThresholdCurve
        {...shared}
        title="Precision and recall"
        series={series('precision_recall')}
        x={{ label: 'Recall', domain: share, format: percent }}
        y={{ label: 'Precision', domain: share, format: percent }}
        at={points?.precisionRecall ?? null}
        guide={(plot) =>
          base === null ? null : <GuideMark plot={plot} from={{ x: 0, y: base }} to={{ x: 1, y: base }} />
        }
      />
      <ThresholdCurve
        {...shared}
        title="Lift"
        series={series('lift')}
        x={{ label: 'Share of rows selected', domain: share, format: percent }}
        y={{ label: 'Lift', domain: [0, highest(series('lift').map(({ curve }) => curve.y))], format: times }}
        at={points?.lift ?? null}
        guide={(plot) => <GuideMark plot={plot} from={{ x: 0, y: 1 }} to={{ x: 1, y: 1 }} />}
      />
      <ReliabilityChart series={series('reliability')} threshold={threshold} />
      {own.score_distribution === undefined ? null : (
        <DistributionChart
          curve={own.score_distribution}
          threshold={threshold}
          range={range}
          model={sample.model}
          onThreshold={onThreshold}
        />
      )}
      <ConfusionMatrix rates={rates} counts={counts} confusion={confusion} threshold={threshold} />
    </section>
  )
}

const percent = (value: number) => percentText(value)
const times = (value: number) => `${shortNumber(value)}×`

function highest(columns: readonly (readonly number[])[]): number {
  return Math.max(1.5, ...columns.flat()) * 1.05
}
