import type { Bounds } from '../../wording/index.ts'

/**
 * How far a value lies on the bad side: of the bound that it misses most, or, where nothing bounds it, of the value
 * over all rows. Positive is harm, negative is room to spare; in the metric's own units.
 *
 * @param bounds of every gate that judges the value
 * @param all the value over all rows, where it is known
 * @param direction which way is better; for `target` every distance from all rows is harm
 * @returns `null` where there is nothing to hold it against
 */
export function harmOf(
  value: number,
  bounds: readonly Bounds[],
  all: number | null,
  direction: 'higher' | 'lower' | 'target',
): number | null {
  const distances = bounds.flatMap(({ lower, upper }) => [
    ...(lower === null ? [] : [lower - value]),
    ...(upper === null ? [] : [value - upper]),
  ])
  if (distances.length > 0) return Math.max(...distances)
  if (all === null) return null
  if (direction === 'target') return Math.abs(value - all)
  return direction === 'higher' ? all - value : value - all
}
