import type { OrderedValues } from '../columns/ordered-sink.ts'
import { DatasetError } from '../dataset-error.ts'
import type { Bins } from './bin-partition.ts'

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}

/**
 * A length of time in milliseconds: `30d`, `12h`, `90m`, `45s`, `2w`, or ISO 8601 in weeks, days and smaller (`P30D`, `PT12H`).
 * Months and years have no fixed length and are refused.
 *
 * @throws DatasetError `invalid-slice`.
 */
export function parseDuration(text: string, slice: string): number {
  const plain = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d|w)$/.exec(text.trim())
  if (plain !== null && Number(plain[1]) > 0) return Number(plain[1]) * units[plain[2]]
  const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text.trim())
  const [weeks, days, hours, minutes, seconds] = (iso ?? []).slice(1).map((part) => Number(part ?? 0))
  const length =
    iso === null
      ? 0
      : weeks * units['w'] + days * units['d'] + hours * units['h'] + minutes * units['m'] + seconds * units['s']
  if (length > 0) return length
  throw new DatasetError({
    code: 'invalid-slice',
    slice,
    message: `"${text}" in "${slice}" is not a length of time.`,
    hint: 'Write a number and a unit (s, m, h, d, w), like 30d, or ISO 8601 like P30D.',
  })
}

/**
 * The rows of the last `length` before the newest time of the column: after newest − length, newest included.
 * Missing times are outside.
 */
export function windowBins(label: string, ordered: OrderedValues, length: number): Bins {
  const newest = newestOf(ordered)
  return { labels: [label], binOf: (time) => (time > newest - length ? 0 : -1), missing: null }
}

function newestOf({ values }: OrderedValues): number {
  let newest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) if (values[i] > newest) newest = values[i]
  return newest
}
