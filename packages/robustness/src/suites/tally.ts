import type { Estimate } from '@sluice/metrics'
import { type RowTrials, shareOf } from '../results/share.ts'

/** Hits and trials by row, added up over everything that was done to the rows. */
export class Tally {
  readonly #hits: Float64Array
  readonly #trials: Float64Array
  readonly #clusters: ArrayLike<number> | undefined

  constructor(rows: number, clusters: ArrayLike<number> | undefined) {
    this.#hits = new Float64Array(rows)
    this.#trials = new Float64Array(rows)
    this.#clusters = clusters
  }

  add(hits: Float64Array, trials: Float64Array): void {
    for (let row = 0; row < hits.length; row++) {
      this.#hits[row]! += hits[row]!
      this.#trials[row]! += trials[row]!
    }
  }

  get trials(): RowTrials {
    return { hits: this.#hits, trials: this.#trials, clusters: this.#clusters }
  }

  get share(): Estimate {
    return shareOf(this.trials)
  }
}
