/** The shortest digits that read back as the same number; `inf` and `-inf`; minus zero is zero. */
export function numberLabel(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  return String(value === 0 ? 0 : value)
}

/** Milliseconds since 1970 as `2024-03-05`, or with the time of day where there is one, in UTC. */
export function timeLabel(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > 8.64e15) return numberLabel(milliseconds)
  const text = new Date(milliseconds).toISOString()
  return text.replace('T00:00:00.000Z', '').replace('.000Z', 'Z')
}

/** `[21, 28)`, closed at the end where `closed`. */
export function binLabel(from: number, to: number, closed: boolean, label: (value: number) => string): string {
  return `[${label(from)}, ${label(to)}${closed ? ']' : ')'}`
}

/** `word`, or `(word)` where a value of the column is already spelled so. */
export function freeLabel(word: string, taken: readonly string[]): string {
  return taken.includes(word) ? `(${word})` : word
}
