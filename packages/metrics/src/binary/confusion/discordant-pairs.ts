import type { DiscordantPairs } from '@sluice/stats'
import { alignRows } from '../../row-alignment.ts'
import type { BinarySample } from '../../samples.ts'
import { lowerBound } from '../threshold-position.ts'
import { type Cell, cellOf, type ThresholdOptions } from './confusion.ts'
import type { Rate } from './rate-metric.ts'

/**
 * How often only one of two models succeeds, among the rows that a rate is a share of.
 *
 * @returns `null` where the models need not be judged on the same rows (precision, whose trials they choose themselves), no
 *   decision enters (prevalence), the rows have weights or clusters, or the models score every row alike
 */
export function discordantPairs(
  candidate: BinarySample,
  baseline: BinarySample,
  { threshold }: ThresholdOptions,
  { successes, trials }: Rate,
): { readonly pairs: DiscordantPairs; readonly rows: number } | null {
  const fixed = trials.includes('tp') === trials.includes('fn') && trials.includes('tn') === trials.includes('fp')
  const decided =
    successes.includes('tp') !== successes.includes('fn') || successes.includes('tn') !== successes.includes('fp')
  if (!fixed || !decided || !isPlain(candidate) || !isPlain(baseline)) return null
  const positions = alignRows(candidate, baseline, candidate.labels.length, baseline.labels.length)
  if (scoredAlike(candidate, baseline, positions)) return null
  const [cut, otherCut] = [lowerBound(candidate.scores, threshold), lowerBound(baseline.scores, threshold)]
  const succeeds = (label: number, predicted: boolean) => successes.includes(cellOf(label, predicted))
  const counts = (cell: Cell) => trials.includes(cell)
  // By label, then by prediction: looked up, because a call for every row would cost more than the walk.
  const outcome = [0, 1].map((label) => [succeeds(label, false), succeeds(label, true)])
  const counted = [counts('tn'), counts('tp')]
  let [rows, onlyFirst, onlySecond] = [0, 0, 0]
  for (let i = 0; i < baseline.labels.length; i++) {
    const label = baseline.labels[i]
    if (!counted[label]) continue
    rows++
    const first = outcome[label][(positions === null ? i : positions[i]) >= cut ? 1 : 0]
    const second = outcome[label][i >= otherCut ? 1 : 0]
    if (first && !second) onlyFirst++
    if (second && !first) onlySecond++
  }
  return rows === 0 ? null : { pairs: { onlyFirst, onlySecond }, rows }
}

function isPlain({ weights, clusters }: BinarySample): boolean {
  return weights === undefined && clusters === undefined
}

function scoredAlike(candidate: BinarySample, baseline: BinarySample, positions: Int32Array | null): boolean {
  for (let i = 0; i < baseline.scores.length; i++) {
    if (candidate.scores[positions === null ? i : positions[i]] !== baseline.scores[i]) return false
  }
  return true
}
