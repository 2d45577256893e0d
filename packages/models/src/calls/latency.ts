import { quantileInterval, sortedQuantile } from '@sluice/stats'

export interface LatencyQuantile {
  /** The probability: 0.5, 0.9, 0.99. */
  readonly quantile: number
  readonly milliseconds: number
  /** Ends of the order-statistic interval; `null` with too few calls for one. */
  readonly lower: number | null
  readonly upper: number | null
}

export interface LatencySummary {
  /** Calls that count, each a batch of rows. */
  readonly calls: number
  readonly rows: number
  /** Calls at the start that do not. */
  readonly warmUp: number
  readonly level: number
  /** Empty without calls. */
  readonly quantiles: readonly LatencyQuantile[]
  /** Milliseconds of every call that counts, in the order in which they ended. */
  readonly milliseconds: Float64Array
}

const probabilities = [0.5, 0.9, 0.99]

/** Keeps how long calls took. */
export class LatencyRecorder {
  readonly #warmUp: number
  #seen = 0
  #rows = 0
  readonly #milliseconds: number[] = []

  /** @param warmUp calls at the start that do not count */
  constructor(warmUp: number) {
    this.#warmUp = warmUp
  }

  add(milliseconds: number, rows: number): void {
    if (++this.#seen <= this.#warmUp) return
    this.#milliseconds.push(milliseconds)
    this.#rows += rows
  }

  summary(level: number): LatencySummary {
    const milliseconds = Float64Array.from(this.#milliseconds)
    const sorted = milliseconds.slice().sort()
    return {
      calls: sorted.length,
      rows: this.#rows,
      warmUp: Math.min(this.#seen, this.#warmUp),
      level,
      quantiles: sorted.length === 0 ? [] : probabilities.map((quantile) => quantileOf(sorted, quantile, level)),
      milliseconds,
    }
  }
}

function quantileOf(sorted: Float64Array, quantile: number, level: number): LatencyQuantile {
  const ends = quantileInterval(sorted, quantile, level)
  return {
    quantile,
    milliseconds: sortedQuantile(sorted, quantile),
    lower: ends?.lower ?? null,
    upper: ends?.upper ?? null,
  }
}
