import type { Evidence, GoldenEvidence, GoldenSlice } from '@sluice/gates'

/** What golden slices are held against. */
export interface SliceDemand {
  /** Rows that a gate asks of each slice; `null` where none does, so that production's shares are what is asked. */
  readonly minRows: number | null
  /** Slices that are looked at together. */
  readonly slices: number
}

/** What the gates on slices of a golden set ask for: the most, where there are several. */
export function sliceDemand({ measurements }: Pick<Evidence, 'measurements'>, set: GoldenEvidence): SliceDemand {
  const asked = measurements
    .filter(({ dataset, metric }) => dataset === set.dataset && metric === 'golden_slice_coverage')
    .map(({ options }) => Number(options['min_rows']))
  return { minRows: asked.length === 0 ? null : Math.max(...asked), slices: set.slices.length }
}

/** Of all slices together, one is found short by chance in one golden set in twenty at most. */
const alpha = 0.05

/**
 * Golden rows that a slice lacks, whole rows; 0 where it has enough. A gate's `min_rows` is what it is held against. Without
 * one it is short where its share is smaller than that of production by more than chance (Bonferroni over the slices).
 */
export function sliceShortage({ expected, golden, shortByChance = 1 }: GoldenSlice, demand: SliceDemand): number {
  if (demand.minRows !== null) return Math.max(0, demand.minRows - golden)
  return shortByChance * demand.slices < alpha ? Math.max(1, Math.ceil(expected) - golden) : 0
}

/** Slices by their rows, the fewest first, since few rows decide nothing whatever was expected; ties keep the policy's order. */
export function scarcestFirst(slices: readonly GoldenSlice[]): GoldenSlice[] {
  return slices.toSorted((a, b) => a.golden - b.golden)
}
