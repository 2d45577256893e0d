import type { GateVerdict } from '@sluice/gates'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTRPC } from '../../api/trpc.ts'
import { Button, StatusIcon } from '../../components/index.ts'
import { GateTrend, trendSlice } from '../../trends/index.ts'
import { counted, expectationSign, worstGates } from '../../wording/index.ts'
import { firstPageOf } from '../page-size.ts'
import styles from './gate-trends.module.css'

interface GateTrendsProps {
  readonly model: string
  readonly showsAll: boolean
  readonly onShowAll: (all: boolean) => void
}

const atFirst = 4

/** The values of the latest evaluation's gates over the evaluations before it, the worst gates first. */
export function GateTrends({ model, showsAll, onShowAll }: GateTrendsProps) {
  const trpc = useTRPC()
  const evaluations = useInfiniteQuery(trpc.evaluations.list.infiniteQueryOptions({ model }, firstPageOf))
  const latest = evaluations.data?.pages[0]?.items[0]?.id
  const evaluation = useQuery(
    trpc.evaluations.get.queryOptions({ id: latest ?? '' }, { enabled: latest !== undefined, staleTime: 300_000 }),
  )
  // Quietly absent until it is there: the list below is what the page is for, and says itself what went wrong.
  if (evaluation.data === undefined) return null
  const gates = worstGates(evaluation.data.report.gates).filter(({ measurements }) => measurements.length > 0)
  if (gates.length === 0) return null
  const shown = showsAll ? gates : gates.slice(0, atFirst)
  return (
    <section aria-labelledby="gate-trends" className={styles['trends']}>
      <header className={styles['header']}>
        <h2 id="gate-trends">Gates over releases</h2>
        {gates.length <= atFirst ? null : (
          <Button kind="quiet" onClick={() => onShowAll(!showsAll)}>
            {showsAll ? `Show the worst ${atFirst}` : `Show all ${counted(gates.length, 'gate')}`}
          </Button>
        )}
      </header>
      <ul className={styles['cards']}>
        {shown.map((gate) => (
          <li key={gate.name} className={styles['card']}>
            <TrendCard model={model} gate={gate} evaluation={evaluation.data.id} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function TrendCard({ model, gate, evaluation }: { model: string; gate: GateVerdict; evaluation: string }) {
  const slice = trendSlice(gate, undefined)
  return (
    <>
      <h3 className={styles['name']}>
        <StatusIcon status={gate.status} size={14} label />
        <Link to="/evaluations/$id" params={{ id: evaluation }} search={{ gate: gate.name }}>
          {gate.name}
        </Link>
      </h3>
      <p className={styles['what']}>
        <span>{gate.metricLabel}</span> <strong>{expectationSign(gate)}</strong>
      </p>
      {slice === null ? null : <GateTrend model={model} gate={gate} slice={slice} evaluation={evaluation} />}
    </>
  )
}
