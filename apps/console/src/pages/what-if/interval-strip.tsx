import type { GateVerdict } from '@sluice/gates'
import { margin, plotOf, useWidth } from '../../charts/index.ts'
import { boundList, counted, shortNumber } from '../../wording/index.ts'
import type { BoundRange } from './bound-range.ts'
import styles from './what-if.module.css'

const laneHeight = 7
const mostLanes = 30

/** Every measurement of a gate with its interval against the bound, a lane each, the worst on top. */
export function IntervalStrip({ gate, range }: { readonly gate: GateVerdict; readonly range: BoundRange }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const measured = gate.measurements.filter(({ value }) => value !== null).slice(0, mostLanes)
  const height = Math.max(3, measured.length) * laneHeight
  const { x } = plotOf(width + margin.left + margin.right, height, [range.from, range.to], [0, 1])
  const left = (value: number) => Math.max(0, Math.min(width, x(Math.max(range.from, Math.min(range.to, value)))))
  const summary = `${counted(measured.length, 'measurement')} against the bound ${boundList(gate).map(shortNumber).join(' and ')}.`
  return (
    <div ref={ref} className={styles['strip']}>
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={summary}>
          <line className={styles['base']} x2={width} y1={height - 0.5} y2={height - 0.5} />
          {measured.map(({ slice, status, value, lower, upper }, lane) => {
            const y = (lane + 0.5) * (height / measured.length)
            return (
              <g key={slice} data-status={status} className={styles['lane']}>
                <title>{`${slice}: ${shortNumber(value ?? 0)}`}</title>
                {lower === null || upper === null ? null : <line x1={left(lower)} x2={left(upper)} y1={y} y2={y} />}
                <circle cx={left(value ?? 0)} cy={y} r={2.5} />
              </g>
            )
          })}
          {boundList(gate).map((bound) => (
            <line key={bound} className={styles['bound']} x1={left(bound)} x2={left(bound)} y2={height} />
          ))}
        </svg>
      )}
    </div>
  )
}
