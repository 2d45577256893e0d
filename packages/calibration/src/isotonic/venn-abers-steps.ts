import type { BinarySample } from '@sluice/metrics'

interface Steps {
  readonly scores: readonly number[]
  readonly values: readonly number[]
}

/**
 * Isotonic values with one more row: p₁ where a row of label 1 joins each distinct score, p₀ where one of label 0 does.
 *
 * Only the scores at which a value changes are kept: for p₀ the first of a run of equal values, for p₁ the last.
 */
export function vennAbersSteps(sample: BinarySample): { lower: Steps; upper: Steps } {
  const { scores, weight, sum } = tieGroups(sample)
  const last = scores.length - 1
  const p1 = valuesWithOneMore(weight, sum)
  // Turned around, labels swapped, a row of label 0 is a row of label 1.
  const negative = sum.map((positive, g) => weight[g] - positive).reverse()
  const p0 = valuesWithOneMore(weight.slice().reverse(), negative)
    .map((value) => 1 - value)
    .reverse()
  const firsts = p0.flatMap((value, g) => (g === 0 || value !== p0[g - 1] ? [g] : []))
  const lasts = p1.flatMap((value, g) => (g === last || value !== p1[g + 1] ? [g] : []))
  return {
    lower: { scores: firsts.map((g) => scores[g]), values: firsts.map((g) => p0[g]) },
    upper: { scores: lasts.map((g) => scores[g]), values: lasts.map((g) => p1[g]) },
  }
}

/** Distinct scores in ascending order, with the weight of their rows and of their positives. */
function tieGroups({ scores, labels, weights }: BinarySample) {
  const distinct: number[] = []
  const weight: number[] = []
  const sum: number[] = []
  for (let i = 0; i < scores.length; i++) {
    if (i === 0 || scores[i] !== scores[i - 1]) {
      distinct.push(scores[i])
      weight.push(0)
      sum.push(0)
    }
    const w = weights === undefined ? 1 : weights[i]
    weight[weight.length - 1] += w
    sum[sum.length - 1] += w * labels[i]
  }
  return { scores: distinct, weight, sum }
}

interface Point {
  readonly x: number
  readonly y: number
}

/**
 * For each group the isotonic value there with one more row of label 1 in it, in linear time.
 *
 * Isotonic values are slopes of the greatest convex minorant of cumulative sums. One more row at group i moves all later
 * points by (1, 1), or, the same but for the origin, all earlier ones by (−1, −1). From one group to the next a single
 * point changes sides, and the minorant's corners to the right of it are a stack (Vovk, Petej & Fedorova 2015).
 */
function valuesWithOneMore(weight: readonly number[], sum: readonly number[]): number[] {
  const points: Point[] = [{ x: -1, y: -1 }]
  let [x, y] = [0, 0]
  for (let g = 0; g < weight.length; g++) {
    x += weight[g]
    y += sum[g]
    points.push({ x, y })
  }
  const corners = lowerCorners(points).reverse()
  return weight.map((_, g) => {
    const left = corners[corners.length - 1]
    const right = corners[corners.length - 2]
    const value = (right.y - left.y) / (right.x - left.x)
    const moved = { x: points[g + 1].x - 1, y: points[g + 1].y - 1 }
    if (g + 1 < weight.length && turn(left, right, moved) < 0) {
      corners.pop()
      while (corners.length > 1 && turn(moved, corners[corners.length - 1], corners[corners.length - 2]) <= 0)
        corners.pop()
      corners.push(moved)
    }
    return value
  })
}

/** The corners of the greatest convex minorant of points that ascend in x. */
function lowerCorners(points: readonly Point[]): Point[] {
  const corners: Point[] = []
  for (const point of points) {
    while (corners.length > 1 && turn(corners[corners.length - 2], corners[corners.length - 1], point) <= 0)
      corners.pop()
    corners.push(point)
  }
  return corners
}

/** Positive where the way from a over b to c turns left. */
function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
}
