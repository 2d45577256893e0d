import { type NumberScale, numberText as plainNumber } from '@sluice/report/words'

/** A number in a table: its minus as wide as its digits, so that columns line up, and infinity as its sign. */
export function numberText(value: number, scale: NumberScale, signed = false): string {
  return plainNumber(value, scale, signed).replace(/^-/, '−').replace('inf', '∞')
}

/** `1.2 MB`, in powers of a thousand. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`
}
