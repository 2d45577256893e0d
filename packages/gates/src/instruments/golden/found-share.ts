import { type FoundRows, leastRecall, type MatchOptions } from '@sluice/dataset'
import { interval, type Uncertainty } from '@sluice/stats'
import { absent, type GoldenReading, lacking, percent, shareOf, without } from './golden-reading.ts'
import type { GoldenSet } from './read-golden-set.ts'

const ofTexts = ['compare', 'similarity', 'shingles', 'shingle_length'] as const

/**
 * How rows are to be compared.
 *
 * @throws PolicyError where options are about texts, and the golden set names none
 */
export function matching(set: GoldenSet, metric: string, options: Readonly<Record<string, unknown>>): MatchOptions {
  const given = ofTexts.find((option) => options[option] !== undefined && options[option] !== 'rows')
  if (given !== undefined && set.golden.text.length === 0)
    throw lacking(
      set,
      metric,
      `'${given}' is about texts, and it names no column of text`,
      `Add text: COLUMN, or remove ${given}.`,
    )
  const { tolerance, compare, similarity, shingles, shingle_length: shingleLength } = options
  const written = Object.entries({ tolerance, compare, similarity, shingles, shingleLength })
  return Object.fromEntries(written.filter(([, value]) => value !== undefined)) as MatchOptions
}

/** Up to this share, what chance finds or may have found is no matter of a golden set. */
const rare = 0.01

/**
 * The share of golden rows that were found again. Where chance finds rows too, and not rarely, it is the share beyond
 * chance, (found − chance) / (1 − chance) (Abbott 1925); within noise of chance there is no telling, and no value.
 */
export function foundShare(
  set: GoldenSet,
  { exact, near, tolerance, chance }: FoundRows,
  options: Readonly<Record<string, unknown>>,
): GoldenReading {
  const isExact = options['match'] === 'exact'
  const { estimate } = shareOf(set, isExact ? exact : near)
  const count = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0)
  const counts = `${count(exact)} exact, ${count(near) - count(exact)} near`
  if (chance === null) {
    if (isExact || set.golden.text.length === 0) return { estimate, note: counts }
    return { estimate, note: `${counts}; of rows with near texts at least ${percent(leastRecall)} are found` }
  }
  const found = estimate.value!
  const rate = isExact ? chance.exact : chance.near
  const lowered =
    isExact || tolerance >= Number(options['tolerance'])
      ? ''
      : `; near is within ${Number(tolerance.toPrecision(2))} here, beyond which chance finds rows too`
  if (Math.min(found, rate) <= rare) return { estimate, note: `${counts}${lowered}` }
  const beyond = rate >= 1 ? 0 : Math.max(0, (found - rate) / (1 - rate))
  const uncertainty = errorOf({ found, rate, beyond }, exact.length, chance.lookedUp)
  const told = `${percent(found)} were found, where chance finds ${percent(rate)}`
  if (uncertainty === null || interval(beyond, uncertainty, 0.95).lower <= 0)
    return absent(set, `${told}: these features do not tell rows apart`)
  return { estimate: { ...without(set, beyond), uncertainty }, note: `${counts}; ${told}${lowered}` }
}

interface Excess {
  readonly found: number
  readonly rate: number
  readonly beyond: number
}

/** By the delta method, of two independent shares; `null` where chance finds every row. */
function errorOf({ found, rate, beyond }: Excess, rows: number, lookedUp: number): Uncertainty | null {
  if (rate >= 1) return null
  const variance = (found * (1 - found)) / rows + ((1 - beyond) ** 2 * rate * (1 - rate)) / lookedUp
  const standardError = Math.max(Math.sqrt(variance), 1 / rows) / (1 - rate)
  return { kind: 'normal', method: 'delta', scale: 'identity', standardError, degreesOfFreedom: null, range: [0, 1] }
}
