import type { FeatureCoverage } from '@sluice/dataset'
import { adjustPValues } from '@sluice/stats'
import type { GoldenDrift } from './golden-evidence.ts'

/** Movements of features that chance would bring once in twenty sets, all features together, are none. */
const alpha = 0.05

/**
 * The feature that has moved most from the golden set: its total variation less what samples of these sizes differ by, of
 * those features whose shares differ by more than chance (chi-squared, Holm over the features).
 *
 * @param bound the movement from which on labels are due; `null` where the policy says nothing of it
 * @returns `null` where no feature can be compared
 */
export function goldenDrift(features: readonly FeatureCoverage[], bound: number | null): GoldenDrift | null {
  const compared = features.filter(({ drift, totalVariation }) => drift !== null && totalVariation.value !== null)
  if (compared.length === 0) return null
  const adjusted = adjustPValues(
    compared.map(({ drift }) => Math.min(1, Math.max(0, drift!.pValue))),
    'holm',
  )
  const moved = compared
    .map(({ feature, drift, totalVariation }, i) => ({
      feature,
      moved: adjusted[i]! < alpha ? Math.max(0, totalVariation.value! - drift!.noise) : 0,
    }))
    .reduce((a, b) => (b.moved > a.moved ? b : a))
  const feature = moved.moved > 0 ? moved.feature : null
  return { feature, moved: moved.moved, bound, due: bound !== null && moved.moved > bound }
}
