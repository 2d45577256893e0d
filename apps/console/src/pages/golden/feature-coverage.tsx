import type { GoldenEvidence, GoldenFeature } from '@sluice/gates'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Column, Hint, Panel, Table } from '../../components/index.ts'
import { countText, percentText } from '../../wording/index.ts'
import { FeatureChart } from './feature-chart.tsx'
import styles from './golden.module.css'

const route = getRouteApi('/evaluations/$id/golden')

const percent = (value: number) => percentText(Number(value.toPrecision(3)))

/** How much of each feature's distribution the golden set holds, with both distributions of one of them. */
export function FeatureCoverage({ set }: { readonly set: GoldenEvidence }) {
  const { feature: asked } = route.useSearch()
  const features = set.features.toSorted((a, b) => a.coverage - b.coverage)
  const shown = features.find(({ feature }) => feature === asked) ?? features[0]
  if (shown === undefined) return null
  return (
    <section aria-labelledby="features" className={styles['section']}>
      <h2 id="features">Features, the least covered first</h2>
      <Hint>Covered is the share of {set.represents} whose values the golden set holds at all.</Hint>
      <div className={styles['features']}>
        <Panel>
          <FeatureChart feature={shown} set={set} />
        </Panel>
        <div className={styles['list']}>
          <Table
            caption={`Features of ${set.dataset}, the least covered first`}
            columns={columns}
            rows={features}
            rowKey={({ feature }) => feature}
            narrow="scroll"
            isMarked={({ feature }) => feature === shown.feature}
          />
        </div>
      </div>
    </section>
  )
}

const columns: readonly Column<GoldenFeature>[] = [
  {
    id: 'feature',
    header: 'Feature',
    names: true,
    cell: ({ feature }) => (
      <Link from="/evaluations/$id/golden" to="." search={(search) => ({ ...search, feature })} resetScroll={false}>
        {feature}
      </Link>
    ),
  },
  {
    id: 'coverage',
    header: 'Covered',
    align: 'end',
    cell: ({ coverage, lower, upper }) => (
      <span className={styles['limits']}>
        {percent(coverage)}
        <small>
          {percent(lower)} to {percent(upper)}
        </small>
      </span>
    ),
  },
  {
    id: 'distance',
    header: 'Shares moved',
    align: 'end',
    cell: ({ totalVariation }) => (totalVariation === null ? '–' : percent(totalVariation)),
  },
  { id: 'unfamiliar', header: 'Unknown there', align: 'end', cell: ({ unfamiliar }) => countText(unfamiliar) },
]
