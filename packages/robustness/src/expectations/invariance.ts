/**
 * Whether a score stayed where it was: the invariance test of behavioural testing (Ribeiro et al. 2020, CheckList).
 *
 * @param change of the score, NaN where there is none
 * @param within the largest change that still counts as none, in the score's unit
 */
export function isInvariant(change: number, within: number): boolean {
  return Math.abs(change) <= within
}
