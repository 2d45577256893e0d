/** When a piece of work began and what it took so far, in seconds. */
export interface Elapsed {
  readonly startedAt: Date
  readonly seconds: number
}

/** Starts now; each call says what has elapsed, by a clock that nobody sets. */
export function stopwatch(): () => Elapsed {
  const startedAt = new Date()
  const start = performance.now()
  return () => ({ startedAt, seconds: (performance.now() - start) / 1000 })
}
