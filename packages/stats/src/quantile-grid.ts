/**
 * The quantile function that equally spaced `grid` values describe, linear in between.
 *
 * @param probability from 0 to 1
 */
export function gridQuantile(grid: readonly number[], probability: number): number {
  const last = grid.length - 1
  const position = Math.min(Math.max(probability, 0), 1) * last
  const below = Math.min(Math.floor(position), last - 1)
  const low = grid[below]!
  return low + (position - below) * (grid[below + 1]! - low)
}

/** The probabilities that bracket a value: beyond `highest` the quantiles exceed it, before `lowest` they are less. */
export interface GridPosition {
  readonly lowest: number
  readonly highest: number
}

/**
 * Where a value stands in a grid of quantiles: `lowest = inf {u : Q(u) ≥ value}` and `highest = sup {u : Q(u) ≤ value}`;
 * they differ where the value is tied. `lowest` is 1 above the grid, `highest` 0 below it.
 */
export function gridPosition(grid: readonly number[], value: number): GridPosition {
  const last = grid.length - 1
  const atLeast = grid.findIndex((q) => q >= value)
  const above = grid.findIndex((q) => q > value)
  const between = (upper: number) => {
    const low = grid[upper - 1]!
    return (upper - 1 + (value - low) / (grid[upper]! - low)) / last
  }
  return {
    lowest: atLeast === -1 ? 1 : atLeast === 0 || grid[atLeast] === value ? atLeast / last : between(atLeast),
    highest: above === -1 ? 1 : above === 0 ? 0 : between(above),
  }
}
