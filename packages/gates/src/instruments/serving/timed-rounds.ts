import type { TimingDefinition } from '@sluice/policy'
import { type Columns, rowCount, takeRows } from '@sluice/robustness'
import { createRandom } from '@sluice/stats'

/** What is timed: anything that answers rows. */
export interface TimedModel {
  readonly name: string
  /** The columns that it reads, all rows of the dataset. */
  readonly columns: Columns
  score(columns: Columns): Promise<unknown>
}

/**
 * Times models in interleaved rounds: in each round every model answers one request of the same rows, in an order that is
 * drawn anew, so that what happens to the machine happens to all of them. Rows and orders come from the seed; the times do
 * not. Building a request is not part of its time, and the first rounds, which warm up, are left out.
 *
 * @returns milliseconds by model, one a round
 */
export async function timeRounds(
  models: readonly TimedModel[],
  { requests, rows, warmUp }: TimingDefinition,
  seed: number,
): Promise<Map<string, Float64Array>> {
  const random = createRandom(seed)
  const times = new Map(models.map(({ name }) => [name, new Float64Array(requests)]))
  const total = models[0] === undefined ? 0 : rowCount(models[0].columns)
  for (let round = -warmUp; round < requests; round++) {
    const drawn = Array.from({ length: rows }, () => Math.floor(random.uniform() * total))
    const order = shuffled(models, random)
    const batches = order.map(({ columns }) => takeRows(columns, drawn))
    for (const [turn, model] of order.entries()) {
      const started = performance.now()
      await model.score(batches[turn]!)
      const took = performance.now() - started
      if (round >= 0) times.get(model.name)![round] = took
    }
  }
  return times
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: { uniform(): number }): T[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random.uniform() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}
