/** What a series is drawn for; its colour follows the theme. */
export type SeriesRole = 'candidate' | 'baseline' | 'positives' | 'negatives'

/** CSS colours by role: the model looked at carries the accent, what it is held against stays back. */
export const seriesColour: Readonly<Record<SeriesRole, string>> = {
  candidate: 'var(--series-1)',
  baseline: 'var(--text-faint)',
  positives: 'var(--series-2)',
  negatives: 'var(--series-1)',
}
