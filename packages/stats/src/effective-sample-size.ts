import { sum, sumOf } from './sum.ts'

/**
 * Kish's effective sample size, (Σw)² / Σw²: as many equally weighted rows would give a mean the same variance.
 *
 * @param weights ≥ 0; rows of weight 0 count for nothing, and an all-zero array gives 0
 */
export function effectiveSampleSize(weights: ArrayLike<number>): number {
  const squares = sumOf(weights.length, (i) => weights[i]! * weights[i]!)
  return squares === 0 ? 0 : sum(weights) ** 2 / squares
}
