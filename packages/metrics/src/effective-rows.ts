import type { Counted } from './build-estimate.ts'

/**
 * With fewer effective rows (Kish) than this, weights give no interval. The heaviest row then carries more than a fifth of
 * all weight (its share is at least 1 / Kish), so that the standard error is that row's own deviation, whatever it
 * happens to be: the same fifth from which `detail` warns of a row that dominates a spread.
 */
export const fewestEffectiveRows = 5

/** Why weights leave too little for an interval, or `null`. Rows that weigh the same are few, but known to be. */
export function tooFewEffectiveRows({ rows, effectiveRows }: Pick<Counted, 'rows' | 'effectiveRows'>): string | null {
  const uneven = effectiveRows < rows * (1 - 1e-9)
  if (!uneven || effectiveRows >= fewestEffectiveRows) return null
  return `the weights make ${rows} rows worth ${effectiveRows.toPrecision(2)}, too few for an interval: single rows outweigh the others`
}
