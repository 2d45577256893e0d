import {
  countText,
  type NumberScale,
  numberText as plainNumber,
  percentText as plainPercent,
  shortNumber as plainShort,
  scaleOf,
} from '@sluice/report/words'

/**
 * A sentence whose numbers have a minus as wide as their digits. Hyphens within words, days and slice names stay:
 * `gap -0.02, pay_0=-1 on 2026-11-23` changes in its first number only.
 */
export function withMinus(sentence: string): string {
  return sentence.replace(/(^|[\s([≥≤])-(?=[\d.])|(?<=\de)-(?=\d)/g, '$1−')
}

/** A number in a table: its minus as wide as its digits, so that columns line up, and infinity as its sign. */
export function numberText(value: number, scale: NumberScale, signed = false): string {
  return withMinus(plainNumber(value, scale, signed))
    .replace('-', '−')
    .replace('inf', '∞')
}

/** A number in a sentence or on an axis: see the reports' `shortNumber`. */
export function shortNumber(value: number): string {
  return withMinus(plainShort(value))
}

/** `95%`, `−0.3%`. */
export function percentText(share: number): string {
  return withMinus(plainPercent(share))
}

interface Ends {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
}

/** How estimates shown together are written, their intervals too, so that they line up. */
export function estimateText(estimates: readonly Ends[], signed = false): (value: number) => string {
  const scale = scaleOf(estimates.flatMap(({ value, lower, upper }) => [value, lower, upper]))
  return (value) => numberText(value, scale, signed)
}

/** `1.2 MB`, in powers of a thousand. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`
}

/** A rate in percent with one decimal, so that a column of them lines up: `72.0%`. */
export function rateText(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

/** Milliseconds in three significant digits, as they are known: `0.0613`, `12`, `141`. */
export function millisecondsText(milliseconds: number): string {
  return milliseconds >= 1000 ? countText(Math.round(milliseconds)) : String(Number(milliseconds.toPrecision(3)))
}
