import type { GoldenSlice } from '@sluice/gates'

/** Golden rows that a slice lacks beside what its share of production asks for, whole rows; 0 where it has enough. */
export function sliceShortage({ expected, golden }: Pick<GoldenSlice, 'expected' | 'golden'>): number {
  return Math.max(0, Math.floor(expected) - golden)
}

/** Slices by how much of what is expected they have, the least first; ties keep the policy's order. */
export function shortestFirst(slices: readonly GoldenSlice[]): GoldenSlice[] {
  const had = ({ expected, golden }: GoldenSlice) => (expected === 0 ? Number.POSITIVE_INFINITY : golden / expected)
  return slices.toSorted((a, b) => had(a) - had(b))
}
