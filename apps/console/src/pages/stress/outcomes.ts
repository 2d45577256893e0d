import type { StressEvidence, StressValue, StressVariant } from '@sluice/gates'

/** What is drawn of every perturbation and strength. */
export interface Outcome {
  readonly label: string
  readonly colour: string
  readonly of: (variant: StressVariant) => StressValue | null
  /** What it is of rows that nothing was done to. */
  readonly asTheyAre: (suite: StressEvidence) => StressValue | null
}

/** Rows that nothing was done to neither fail nor flip. */
const nothingDone: StressValue = { value: 0, lower: 0, upper: 0, n: 0 }

const outcomes: readonly Outcome[] = [
  {
    label: 'Failure rate',
    colour: 'var(--series-2)',
    of: ({ failureRate }) => failureRate,
    asTheyAre: () => nothingDone,
  },
  { label: 'Flip rate', colour: 'var(--series-4)', of: ({ flipRate }) => flipRate, asTheyAre: () => nothingDone },
  {
    label: 'Accuracy',
    colour: 'var(--series-1)',
    of: ({ accuracy }) => accuracy,
    asTheyAre: ({ accuracy }) => accuracy,
  },
]

/** Those that this suite has; a task without decisions has no flips, a suite without labels no accuracy. */
export function outcomesOf({ variants }: Pick<StressEvidence, 'variants'>): readonly Outcome[] {
  return outcomes.filter(({ of }) => variants.some((variant) => of(variant) !== null))
}

/** `10.3% (9.1% to 11.8%)`; without a value, why. */
export function valueWords(
  { value, lower, upper, note }: Pick<StressValue, 'value' | 'lower' | 'upper' | 'note'>,
  text: (value: number) => string,
): string {
  if (value === null) return note ?? 'no value'
  return lower === null || upper === null ? text(value) : `${text(value)} (${text(lower)} to ${text(upper)})`
}
