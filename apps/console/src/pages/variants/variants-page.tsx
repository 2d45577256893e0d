import type { VariantsEvidence } from '@sluice/gates'
import { paretoSentences } from '@sluice/report/words'
import { getRouteApi } from '@tanstack/react-router'
import { Layers } from 'lucide-react'
import {
  EmptyState,
  ErrorState,
  Hint,
  Panel,
  PolicyLines,
  Select,
  SkeletonLines,
  Stack,
} from '../../components/index.ts'
import { useEvidence } from '../../judging/use-evidence.ts'
import { counted, countText, percentText } from '../../wording/index.ts'
import { BuildsTable } from './builds-table.tsx'
import { ParetoChart } from './pareto-chart.tsx'
import { costAxes } from './plane.ts'
import { SliceDifferences } from './slice-differences.tsx'
import styles from './variants.module.css'
import { variantsLines } from './variants-lines.ts'

const route = getRouteApi('/evaluations/$id/variants')

/** How the builds of a model stand to each other. */
export function VariantsPage() {
  const { id } = route.useParams()
  const { data: evidence, error, refetch } = useEvidence(id)
  if (error !== null) return <ErrorState error={error} onRetry={refetch} />
  if (evidence === undefined) return <SkeletonLines lines={3} height="260px" />
  return evidence.variants === undefined ? <NoVariants /> : <VariantsView variants={evidence.variants} />
}

function VariantsView({ variants }: { readonly variants: VariantsEvidence }) {
  const { against: asked, build } = route.useSearch()
  const navigate = route.useNavigate()
  const axes = costAxes(variants)
  const against = axes.find(({ name }) => name === asked) ?? axes[0]
  const { timing, dataset, level, notes } = variants
  return (
    <Stack gap="wide">
      <Stack>
        <div className={styles['head']}>
          <Hint>
            {counted(variants.builds.length, 'build')} on {dataset}, {percentText(level)} intervals. Latency is of{' '}
            {counted(timing.requests, 'request')} of {timing.rows === 1 ? 'one row' : counted(timing.rows, 'row')} each,
            asked of all builds in turn, after {countText(timing.warmUp)} to warm up.
          </Hint>
          {axes.length < 2 || against === undefined ? null : (
            <Select
              label="Against"
              showLabel
              value={against.name}
              options={axes.map(({ name, label }) => ({ value: name, label }))}
              onChange={(name) =>
                navigate({ search: (old) => ({ ...old, against: name }), replace: true, resetScroll: false })
              }
            />
          )}
        </div>
        <div className={styles['front']}>
          {against === undefined ? null : <ParetoChart variants={variants} against={against} />}
          <Dominance variants={variants} />
        </div>
      </Stack>
      <section aria-labelledby="builds">
        <Stack>
          <h2 id="builds">Builds</h2>
          <BuildsTable variants={variants} />
          {notes.map((note) => (
            <Hint key={note}>{note}</Hint>
          ))}
        </Stack>
      </section>
      <SliceDifferences variants={variants} asked={build} />
    </Stack>
  )
}

/** Who dominates whom on all axes, in the words of the reports. */
function Dominance({ variants }: { readonly variants: VariantsEvidence }) {
  const [front, ...pairs] = paretoSentences(variants, '●')
  const axes = variants.pareto.axes.map(({ label }) => label)
  return (
    <Panel aria-labelledby="dominance">
      <h3 id="dominance">Who dominates whom</h3>
      <p>{front}</p>
      <ul className={styles['pairs']}>
        {pairs.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Hint>
        Over {axes.join(', ')}: a build dominates where it is better in one and worse in none, and a difference counts
        only where its interval says which side it is on.
      </Hint>
    </Panel>
  )
}

function NoVariants() {
  return (
    <EmptyState title="This policy compares no builds" icon={Layers}>
      <p>To see what a smaller or faster build costs in quality, give two models a call and add:</p>
      <PolicyLines text={variantsLines} />
    </EmptyState>
  )
}
