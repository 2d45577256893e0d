import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import styles from './chart.module.css'
import { nearestPoint, type Point } from './nearest-point.ts'
import type { Plot } from './plot.ts'

interface CrosshairProps {
  readonly plot: Plot
  /** What the arrow keys walk along, in the units of the axes. */
  readonly points: readonly Point[]
  /** What is walked along, for those who do not see it: `ROC curve`. */
  readonly label: string
  /** A point in words, shown beside it and read out. */
  readonly read: (index: number) => readonly string[]
  /** Called on a click, Enter or Space. */
  readonly onChoose?: (index: number) => void
}

/** Reads the point that is nearest to the pointer, or that the arrow keys have reached. */
export function Crosshair({ plot, points, label, read, onChoose }: CrosshairProps) {
  const [found, setFound] = useState<number | null>(null)
  const index = found === null || found >= points.length ? null : found
  const pixels = () => points.map(({ x, y }) => ({ x: plot.x(x), y: plot.y(y) }))
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const nearest = nearestPoint(pixels(), { x: event.clientX - left, y: event.clientY - top })
    setFound(nearest === -1 ? null : nearest)
  }
  const walk = (event: KeyboardEvent) => {
    const next = keyTarget(event.key, index, points.length)
    if (next !== undefined) setFound(next)
    else if ((event.key === 'Enter' || event.key === ' ') && index !== null) onChoose?.(index)
    else return
    event.preventDefault()
  }
  if (points.length === 0) return null
  return (
    <div
      className={styles['crosshair']}
      style={{ left: plot.left, top: plot.top, width: plot.width, height: plot.height }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={points.length - 1}
      aria-valuenow={index ?? 0}
      aria-valuetext={read(index ?? 0).join(', ')}
      onKeyDown={walk}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={() => setFound(null)}
      onBlur={() => setFound(null)}
      onClick={() => index !== null && onChoose?.(index)}
    >
      {index === null ? null : <Reading plot={plot} point={points[index]!} words={read(index)} />}
    </div>
  )
}

function Reading({ plot, point, words }: { plot: Plot; point: Point; words: readonly ReactNode[] }) {
  const [x, y] = [plot.x(point.x), plot.y(point.y)]
  const side = x > plot.width / 2 ? { right: plot.width - x + 10 } : { left: x + 10 }
  const level = y > plot.height / 2 ? { bottom: plot.height - y + 8 } : { top: y + 8 }
  return (
    <>
      <span className={styles['across']} style={{ top: y }} />
      <span className={styles['down']} style={{ left: x }} />
      <span className={styles['dot']} style={{ left: x, top: y }} />
      <span className={styles['reading']} style={{ ...side, ...level }} aria-hidden>
        {words.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
          <span key={at}>{line}</span>
        ))}
      </span>
    </>
  )
}

/** Where a key leads; `null` hides the reading, `undefined` is not one of ours. */
function keyTarget(key: string, index: number | null, count: number): number | null | undefined {
  const from = (step: number) => Math.max(0, Math.min(count - 1, index === null ? 0 : index + step))
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return from(1)
    case 'ArrowLeft':
    case 'ArrowDown':
      return from(-1)
    case 'PageUp':
      return from(10)
    case 'PageDown':
      return from(-10)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'Escape':
      return null
    default:
      return undefined
  }
}
