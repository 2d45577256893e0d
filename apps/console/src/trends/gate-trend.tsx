import type { GateVerdict } from '@sluice/gates'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { SeriesPoint } from '../api/records.ts'
import { useTRPC } from '../api/trpc.ts'
import { Sparkline } from '../charts/index.ts'
import { Skeleton } from '../components/index.ts'
import { boundsOf, expectation, statusWord } from '../wording/index.ts'
import styles from './gate-trend.module.css'
import { movementWords, pointWords, trendText } from './trend-words.ts'
import { useInView } from './use-in-view.ts'

interface GateTrendProps {
  readonly model: string
  readonly gate: GateVerdict
  readonly slice: string
  /** The evaluation that the page is about, marked among the others. */
  readonly evaluation: string
}

const height = 54
const looksBack = 30

/** A gate's value over a model's last evaluations, against today's bound; fetched when it comes into view. */
export function GateTrend({ model, gate, slice, evaluation }: GateTrendProps) {
  const [place, isSeen] = useInView<HTMLElement>()
  const trpc = useTRPC()
  const request = { model, gate: gate.name, slice, limit: looksBack }
  const series = useQuery(trpc.models.series.queryOptions(request, { enabled: isSeen }))
  const points = series.data
  return (
    <figure ref={place} className={styles['trend']}>
      {points === undefined ? (
        <div className={styles['room']}>
          {series.isError ? (
            <p className={styles['words']}>The earlier evaluations could not be fetched.</p>
          ) : isSeen ? (
            <Skeleton height={`${height}px`} />
          ) : null}
        </div>
      ) : points.length < 2 ? (
        <figcaption className={styles['words']}>First evaluation with this gate: no trend yet.</figcaption>
      ) : (
        <Trend points={points} gate={gate} slice={slice} evaluation={evaluation} />
      )}
    </figure>
  )
}

type TrendProps = Omit<GateTrendProps, 'model'> & { readonly points: readonly SeriesPoint[] }

function Trend({ points, gate, slice, evaluation }: TrendProps) {
  const navigate = useNavigate()
  const text = trendText(points, gate)
  const words = movementWords(points, slice, text)
  return (
    <>
      <figcaption className={styles['words']}>{words}</figcaption>
      <Sparkline
        label={`${gate.name}: ${words}, expected ${expectation(gate)}`}
        points={points}
        bounds={boundsOf(gate)}
        current={points.findIndex(({ evaluation: id }) => id === evaluation)}
        height={height}
        read={(index) => pointWords(points[index]!, text)}
        onChoose={(index) =>
          void navigate({
            to: '/evaluations/$id',
            params: { id: points[index]!.evaluation },
            search: { gate: gate.name, ...(slice !== 'all' && { slice }) },
          })
        }
        data={{
          columns: ['Evaluation', 'Value', 'Interval', 'Status'],
          rows: points.map(({ createdAt, value, lower, upper, status }) => [
            createdAt,
            value === null ? 'none' : text(value),
            lower === null || upper === null ? 'none' : `${text(lower)} to ${text(upper)}`,
            statusWord[status],
          ]),
        }}
      />
    </>
  )
}
