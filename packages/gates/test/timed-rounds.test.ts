import { describe, expect, test } from 'vitest'
import { type TimedModel, timeRounds } from '../src/instruments/serving/timed-rounds.ts'

/** Models that answer at once and write down what they were asked. */
function recorded(names: readonly string[]) {
  const asked: { readonly model: string; readonly rows: readonly number[] }[] = []
  const models = names.map(
    (name): TimedModel => ({
      name,
      columns: [{ name: 'row', kind: 'number', values: Float64Array.from({ length: 100 }, (_, row) => row) }],
      async score([column]) {
        asked.push({ model: name, rows: [...(column!.values as Float64Array)] })
        return new Float64Array(column!.values.length)
      },
    }),
  )
  return { models, asked }
}

describe('timed rounds', () => {
  const timing = { requests: 30, rows: 3, warmUp: 5 }

  test('in each round every model answers the same rows once, in an order drawn anew', async () => {
    const { models, asked } = recorded(['a', 'b', 'c'])
    const times = await timeRounds(models, timing, 1)
    expect(asked).toHaveLength(3 * 35)
    const rounds = Array.from({ length: 35 }, (_, round) => asked.slice(3 * round, 3 * round + 3))
    for (const round of rounds) {
      expect(round.map(({ model }) => model).sort()).toEqual(['a', 'b', 'c'])
      expect(new Set(round.map(({ rows }) => rows.join())).size).toBe(1)
      expect(round[0]!.rows).toHaveLength(3)
    }
    expect(new Set(rounds.map((round) => round.map(({ model }) => model).join())).size).toBe(6)
    expect(new Set(rounds.map(([first]) => first!.rows.join())).size).toBeGreaterThan(30)
    expect([...times.keys()]).toEqual(['a', 'b', 'c'])
    for (const one of times.values()) {
      expect(one).toHaveLength(30)
      expect(one.every((time) => time >= 0 && Number.isFinite(time))).toBe(true)
    }
  })

  test('what is asked comes from the seed', async () => {
    const [first, again, other] = [recorded(['a', 'b']), recorded(['a', 'b']), recorded(['a', 'b'])]
    await timeRounds(first.models, timing, 1)
    await timeRounds(again.models, timing, 1)
    await timeRounds(other.models, timing, 2)
    expect(again.asked).toEqual(first.asked)
    expect(other.asked).not.toEqual(first.asked)
  })

  test('a time is how long a model took, and of nothing else', async () => {
    const { models } = recorded(['fast', 'slow'])
    const [fast, slow] = models as [TimedModel, TimedModel]
    const busy: TimedModel = {
      ...slow,
      async score(columns) {
        // Work, not waiting: what is to be seen is counted in what was done meanwhile.
        const until = performance.now() + 2
        while (performance.now() < until);
        return fast.score(columns)
      },
    }
    const times = await timeRounds([fast, busy], { requests: 10, rows: 1, warmUp: 1 }, 1)
    expect(Math.min(...times.get('slow')!)).toBeGreaterThanOrEqual(2)
  })
})
