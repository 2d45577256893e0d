import { Group } from '@visx/group'
import { type ReactNode, useId } from 'react'
import { Axes, type AxisWords } from './axes.tsx'
import styles from './chart.module.css'
import { type ChartRows, DataTable } from './data-table.tsx'
import { Legend, type LegendEntry } from './legend.tsx'
import { type Domain, margin, type Plot, plotOf, type Spread } from './plot.ts'
import { useWidth } from './use-width.ts'

interface ChartProps {
  readonly title: string
  /** What it shows, in a sentence, for those who do not see it. */
  readonly summary: string
  readonly x: AxisWords & { readonly domain: Domain; readonly spread?: Spread }
  readonly y: AxisWords & { readonly domain: Domain }
  /** Outer pixels; `square` follows the width. */
  readonly height: number | 'square'
  readonly legend?: readonly LegendEntry[]
  readonly data: ChartRows
  /** The marks, bottom first. */
  readonly children: (plot: Plot) => ReactNode
  /** What lies over the marks and takes the pointer: see `Crosshair`. */
  readonly over?: (plot: Plot) => ReactNode
  readonly note?: ReactNode
}

/** A chart as wide as its place, with its axes, legend and, for screen readers, summary and data. */
export function Chart({ title, summary, x, y, height, legend, data, children, over, note }: ChartProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const titleId = useId()
  const outer = height === 'square' ? Math.min(340, Math.max(220, width - margin.left + margin.bottom)) : height
  const plot = plotOf(width, outer, x.domain, y.domain, x.spread)
  return (
    <figure className={styles['chart']} aria-labelledby={titleId}>
      <figcaption className={styles['caption']}>
        <h3 id={titleId}>{title}</h3>
        {legend === undefined ? null : <Legend entries={legend} />}
      </figcaption>
      <div ref={ref} className={styles['place']} style={{ height: outer }}>
        {width === 0 ? null : (
          <>
            <svg width={width} height={outer} role="img" aria-label={`${title}. ${summary}`}>
              <Group left={plot.left} top={plot.top}>
                <Axes plot={plot} x={x} y={y} />
                {children(plot)}
              </Group>
            </svg>
            {over?.(plot)}
          </>
        )}
      </div>
      {note === undefined ? null : <p className={styles['note']}>{note}</p>}
      <DataTable caption={title} data={data} />
    </figure>
  )
}
