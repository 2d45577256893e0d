/** What a series is drawn for; its colour follows the theme. */
export type SeriesRole = 'candidate' | 'baseline' | 'positives' | 'negatives'

/** Of models that are neither looked at nor held against, in the order in which they are asked for. */
export const otherColours: readonly string[] = ['var(--series-3)', 'var(--series-4)', 'var(--text-faint)']

/** CSS colours by role: the model looked at carries the accent, what it is held against the colour most unlike it. */
export const seriesColour: Readonly<Record<SeriesRole, string>> = {
  candidate: 'var(--series-1)',
  baseline: 'var(--series-2)',
  positives: 'var(--series-4)',
  negatives: 'var(--series-3)',
}
