/** What a measure's values count, where that is not a plain number. */
export type Unit = 'milliseconds' | 'days' | 'bytes'

const day = 24 * 60 * 60 * 1000

/** Each unit's spellings, by how many of the base unit one of them is. */
const spellings: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  milliseconds: { us: 1e-3, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: day },
  days: { h: 1 / 24, d: 1, w: 7 },
  bytes: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
}

/** Calendar parts of an ISO 8601 duration in days; months and years at their Gregorian mean. */
const calendar = { Y: 365.2425, M: 365.2425 / 12, W: 7, D: 1 } as const
const clock = { H: 1 / 24, M: 1 / 1440, S: 1 / 86_400 } as const

const number = String.raw`-?\d+(?:\.\d+)?`
const duration = String.raw`P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?!$)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?`
const units = [...new Set(Object.values(spellings).flatMap(Object.keys))].join('|')

/** A number with its unit, `25ms` or `1.5 GB`, or an ISO 8601 duration, `P90D`. */
export const quantityPattern = new RegExp(`^(?:${number} ?(?:${units})|${duration})$`)

/** How a unit is written, for messages: `25ms, 1.5s`. */
export const unitExamples: Readonly<Record<Unit, string>> = {
  milliseconds: '25ms or 1.5s',
  days: '90d or P90D',
  bytes: '300kB or 1.5MB',
}

/** What stands behind a number of a unit. */
export const unitSymbols: Readonly<Record<Unit, string>> = { milliseconds: 'ms', days: 'd', bytes: 'B' }

/** A quantity in a unit's base; `null` where the text is none or counts something else. */
export function parseQuantity(text: string, unit: Unit): number | null {
  if (!quantityPattern.test(text)) return null
  if (text.startsWith('P')) return unit === 'bytes' ? null : daysOf(text) * (unit === 'days' ? 1 : day)
  const [, value, spelling] = /^(-?[\d.]+) ?([A-Za-z]+)$/.exec(text)!
  const factor = spellings[unit][spelling!]
  return factor === undefined ? null : Number(value) * factor
}

/** The length of an ISO 8601 duration. */
function daysOf(text: string): number {
  const [date, time = ''] = text.slice(1).split('T')
  const sum = (part: string, lengths: Readonly<Record<string, number>>) =>
    [...part.matchAll(/(\d+)([A-Z])/g)].reduce(
      (total, [, count, letter]) => total + Number(count) * lengths[letter!]!,
      0,
    )
  return sum(date!, calendar) + sum(time, clock)
}
