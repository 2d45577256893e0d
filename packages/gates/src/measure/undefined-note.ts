import type { Estimate, UndefinedReason } from '@sluice/metrics'

const notes: Readonly<Record<UndefinedReason, string>> = {
  empty: 'no rows',
  one_class: 'only one class is present; the measure needs both',
  no_positive: 'no positive row',
  no_negative: 'no negative row',
  no_predicted_positive: 'nothing is predicted positive at this threshold',
  no_predicted_negative: 'nothing is predicted negative at this threshold',
  zero_weight: 'the weights sum to zero',
  zero_variance: 'one side is constant',
  constant_target: 'the label is constant',
  zero_target: 'the label is zero somewhere, and the measure divides by it',
  too_few_rows: 'too few rows for this measure',
  not_attainable: 'no threshold attains it',
  no_relevant: 'no query has a relevant document',
  infinite: 'the value is infinite',
}

/** Why a measure has no value, for people. */
export function undefinedNote(
  reason: UndefinedReason,
  options: Readonly<Record<string, unknown>> = {},
  estimate?: Pick<Estimate, 'rows' | 'effectiveRows'>,
): string {
  const { bins } = options
  if (reason !== 'too_few_rows' || typeof bins !== 'number') return notes[reason]
  if (estimate === undefined || estimate.rows < bins) return `fewer rows than the ${bins} bins`
  return `the weights make the rows worth ${estimate.effectiveRows.toFixed(1)}, fewer than the ${bins} bins`
}
