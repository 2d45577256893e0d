import { forEachPoint, type OperatingPoint } from '../binary/operating-points.ts'
import type { BinarySample } from '../samples.ts'
import { type Polyline, PolylineBuilder, thinned } from './polyline.ts'

export interface CurveOptions {
  /** At most this many points; `Infinity` for one at every distinct score. Default 200. */
  readonly points?: number
}

/** A curve over all thresholds, from the highest down, thinned for drawing. */
export interface Curve extends Polyline {
  readonly kind: 'roc' | 'precision_recall' | 'det' | 'gains' | 'lift'
  /** No point of the whole curve is vertically further than this from the line through these points. */
  readonly maxError: number
}

export interface CurveShape {
  readonly kind: Curve['kind']
  /** Where the curve starts, before anything is selected; `null` where it has no such point. */
  readonly start: readonly [number, number] | null
  readonly x: (point: OperatingPoint) => number
  readonly y: (point: OperatingPoint) => number
  /** The largest y, which fixes what is close. */
  readonly height: number
}

/** Steps across the drawing below which points are not told apart while the curve is gathered. */
const resolution = 4096

/** Walks the operating points once and keeps what draws the curve. */
export function curveOf(sample: BinarySample, shape: CurveShape, { points = 200 }: CurveOptions): Curve {
  const all = points === Number.POSITIVE_INFINITY
  const close = all ? 0 : 1 / resolution
  const builder = new PolylineBuilder(close, close * shape.height)
  if (shape.start !== null) builder.add(...shape.start, null)
  forEachPoint(sample, sample.weights, (point, position) => {
    builder.add(shape.x(point), shape.y(point), sample.scores[position])
  })
  const gathered = builder.finish()
  const { line, error } = thinned(gathered, points)
  const complete = all || gathered.x.length === 0
  return { kind: shape.kind, ...pick(line), maxError: complete ? 0 : error + close * shape.height }
}

function pick({ x, y, threshold }: Polyline): Polyline {
  return { x, y, threshold: threshold.map((value) => (value === null || Number.isFinite(value) ? value : null)) }
}
