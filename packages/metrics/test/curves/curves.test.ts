import { describe, expect, test } from 'vitest'
import type { BinarySample, Curve } from '../../src/index.ts'
import { detCurve, gainsCurve, liftCurve, orderByScore, precisionRecallCurve, rocCurve } from '../../src/index.ts'

function sampleOf(rows: number, prevalence: number, strength: number): BinarySample {
  const unit = (i: number, k: number) => Math.abs((Math.sin((i + 1) * (12.9898 + 7 * k)) * 43758.5453) % 1)
  const labels = Uint8Array.from({ length: rows }, (_, i) => (unit(i, 1) < prevalence ? 1 : 0))
  return orderByScore(
    Float64Array.from(labels, (label, i) => unit(i, 2) + strength * label),
    labels,
  )
}

const curves = { rocCurve, precisionRecallCurve, detCurve, gainsCurve, liftCurve }
const samples = {
  'many rows': sampleOf(30_000, 0.2, 0.2),
  'rare positives': sampleOf(30_000, 0.002, 0.4),
  'perfect ranking': sampleOf(5000, 0.3, 2),
  'few rows': sampleOf(150, 0.4, 0.3),
}

const cases = Object.entries(curves).flatMap(([name, curve]) =>
  Object.entries(samples).map(([kind, sample]) => [name, kind, curve, sample] as const),
)

describe('thinned curves', () => {
  test.each(cases)('%s of %s stays within its error of every point', (_, __, curve, sample) => {
    const whole = curve(sample, { points: Number.POSITIVE_INFINITY })!
    const thin = curve(sample)!
    expect(thin.x.length).toBeLessThanOrEqual(200)
    expect(whole.maxError).toBe(0)
    const errors = whole.x.map((x, i) => distance(thin, x, whole.y[i]))
    expect(errors.reduce((most, error) => Math.max(most, error), 0)).toBeLessThanOrEqual(thin.maxError + 1e-12)
  })

  test.each(cases)('%s of %s keeps its ends, and points of the curve only', (_, __, curve, sample) => {
    const whole = curve(sample, { points: Number.POSITIVE_INFINITY })!
    const thin = curve(sample)!
    const points = new Set(whole.x.map((x, i) => `${x} ${whole.y[i]} ${whole.threshold[i]}`))
    for (const [i, x] of thin.x.entries()) expect(points).toContain(`${x} ${thin.y[i]} ${thin.threshold[i]}`)
    expect([thin.x[0], thin.y[0]]).toEqual([whole.x[0], whole.y[0]])
    expect([thin.x.at(-1), thin.y.at(-1)]).toEqual([whole.x.at(-1), whole.y.at(-1)])
  })

  test('the ROC of thirty thousand rows is drawn to within half a percent', () => {
    expect(rocCurve(samples['many rows'])!.maxError).toBeLessThan(0.005)
    expect(gainsCurve(samples['many rows'])!.maxError).toBeLessThan(0.005)
  })

  test('a perfect ranking keeps its corner', () => {
    const { x, y } = rocCurve(samples['perfect ranking'])!
    expect(x.some((value, i) => value === 0 && y[i] === 1)).toBe(true)
  })

  test('a curve of few points is whole', () => {
    const thin = rocCurve(sampleOf(30, 0.5, 0.2))!
    expect(thin.maxError).toBeLessThan(1e-3)
    expect(thin.threshold[0]).toBeNull()
    expect(thin.threshold.slice(1).every((threshold) => threshold !== null)).toBe(true)
  })
})

test('curves that need a class that is not there do not exist', () => {
  const negatives = orderByScore(Float64Array.of(0.1, 0.2), new Uint8Array(2))
  expect(Object.values(curves).map((curve) => curve(negatives))).toEqual([null, null, null, null, null])
})

/** The vertical distance of a point from a curve, nearest where the curve is vertical. */
function distance({ x, y }: Curve, atX: number, atY: number): number {
  let nearest = Number.POSITIVE_INFINITY
  for (let i = 1; i < x.length; i++) {
    if (atX < Math.min(x[i - 1], x[i]) || atX > Math.max(x[i - 1], x[i])) continue
    const run = x[i] - x[i - 1]
    const away =
      run === 0
        ? Math.max(0, Math.min(y[i - 1], y[i]) - atY, atY - Math.max(y[i - 1], y[i]))
        : Math.abs(atY - (y[i - 1] + ((atX - x[i - 1]) / run) * (y[i] - y[i - 1])))
    nearest = Math.min(nearest, away)
  }
  return nearest
}
