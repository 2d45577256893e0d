import type { Gate, Policy } from '@sluice/policy'
import { createRandom, interval } from '@sluice/stats'
import { judge } from './judge/judge.ts'
import { measureData } from './measure/measure-data.ts'
import { type DatasetData, readPolicyData } from './measure/read-policy-data.ts'
import { measureCatalogue, measures } from './measures/index.ts'
import type { GateVerdict } from './verdict.ts'

export interface SelfTestOptions {
  readonly rounds: number
  readonly onProgress?: (text: string) => void
}

/** How often one gate contradicts itself on two halves of the same data. */
export interface SelfTestRow {
  readonly gate: string
  readonly rounds: number
  readonly flips: number
  readonly rate: number
  /** Wilson interval of the rate at 95 %. */
  readonly lower: number
  readonly upper: number
  /** The statuses seen, by how often. */
  readonly seen: Readonly<Record<string, number>>
}

/**
 * Tests the gates instead of the model: each round splits every dataset at random into two halves, between which
 * nothing changed, and judges both. A gate whose two answers differ flips for no reason but chance.
 *
 * Halves hold half the rows, so that a gate near its bound flips more often here than in production: the rate is an
 * upper estimate. Rows of one `group` stay together. Seeded by the policy. Gates on what an instrument measures are left
 * out: they do not depend on which rows were drawn.
 */
export async function selfTest(whole: Policy, options: SelfTestOptions): Promise<SelfTestRow[]> {
  const { variants: _, ...policy } = { ...whole, gates: whole.gates.filter(judgesRows) }
  const data = await readPolicyData(policy, options)
  const tally = new Map(policy.gates.map((gate) => [gate.name, { flips: 0, seen: new Map<string, number>() }]))
  for (let round = 0; round < options.rounds; round++) {
    options.onProgress?.(`self-test, round ${round + 1} of ${options.rounds}`)
    const halves = splitHalves(policy, data, round)
    const [first, second] = [0, 1].map((half) => judgeHalf(policy, data, halves, half))
    first!.forEach((gate, i) => {
      const counts = tally.get(gate.name)!
      const statuses = [gate.status, second![i]!.status]
      if (statuses[0] !== statuses[1]) counts.flips++
      for (const status of statuses) counts.seen.set(status, (counts.seen.get(status) ?? 0) + 1)
    })
  }
  return policy.gates.map(({ name }) => {
    const { flips, seen } = tally.get(name)!
    const rate = flips / options.rounds
    const ends = interval(
      rate,
      { kind: 'proportion', method: 'wilson', successes: flips, trials: options.rounds },
      0.95,
    )
    return { gate: name, rounds: options.rounds, flips, rate, ...ends, seen: Object.fromEntries(seen) }
  })
}

/** What an instrument measures (a latency, a golden set) is no matter of which half a row is in. */
function judgesRows({ metric }: Gate): boolean {
  return measures.get(metric.name)?.instrument === undefined
}

function judgeHalf(
  policy: Policy,
  data: readonly DatasetData[],
  halves: ReadonlyMap<string, Uint8Array>,
  half: number,
): readonly GateVerdict[] {
  const keep = (dataset: string) => halves.get(dataset)!.map((side) => (side === half ? 1 : 0))
  const evidence = measureData(policy, data, { version: 'self-test', keep, curves: false })
  // Waivers would hide flips: the gates themselves are on trial.
  return judge({ ...policy, waivers: [] }, evidence, { asOf: '9999-12-31', catalogue: measureCatalogue }).gates
}

/** The side of each row of each dataset: 0 or 1, drawn once for each group where rows are grouped. */
function splitHalves(policy: Policy, data: readonly DatasetData[], round: number): Map<string, Uint8Array> {
  return new Map(
    data.map(({ definition, table }) => {
      const random = createRandom(`${policy.sha256}/self-test/${definition.name}/${round}`)
      const { group } = definition.columns
      const column = group === null ? undefined : table.columns.get(group)
      const sides = new Uint8Array(table.rows)
      if (column?.kind !== 'category') {
        for (let row = 0; row < sides.length; row++) sides[row] = random.uniform() < 0.5 ? 0 : 1
      } else {
        const drawn = new Map<number, number>()
        for (let row = 0; row < sides.length; row++) {
          const code = column.codes[row]!
          if (!drawn.has(code)) drawn.set(code, random.uniform() < 0.5 ? 0 : 1)
          sides[row] = drawn.get(code)!
        }
      }
      return [definition.name, sides]
    }),
  )
}
