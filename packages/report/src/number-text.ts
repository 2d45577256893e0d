import { type Unit, unitSymbols } from '@sluice/policy/parse'

/** How the numbers of one table are written, so that they line up. */
export interface NumberScale {
  /** `null`: in exponent form, for what is too large or too small to print in full. */
  readonly decimals: number | null
}

/**
 * Chooses the digits for numbers shown together: three significant below one, four above, more only where a value
 * would otherwise look equal to a bound that it misses.
 *
 * @param values what is shown; nulls and non-finite numbers take no part
 * @param bounds what the values are held against
 */
export function scaleOf(values: readonly (number | null)[], bounds: readonly number[] = []): NumberScale {
  const shown = values.filter((value): value is number => value !== null && Number.isFinite(value))
  const largest = Math.max(0, ...shown.map(Math.abs))
  if (largest === 0) return { decimals: 3 }
  if (largest >= 1e9 || largest < 1e-6) return { decimals: null }
  const magnitude = Math.floor(Math.log10(largest))
  let decimals = Math.max(0, magnitude < 0 ? 2 - magnitude : 3 - magnitude)
  const tooClose = () =>
    shown.some((value) =>
      bounds.some((bound) => value !== bound && value.toFixed(decimals) === bound.toFixed(decimals)),
    )
  const most = decimals + 3
  while (decimals < most && tooClose()) decimals++
  return { decimals }
}

/** A number in a table; `signed` puts a plus before gains, for differences. */
export function numberText(value: number, scale: NumberScale, signed = false): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : value < 0 ? '-inf' : 'none'
  const text = scale.decimals === null ? value.toExponential(2) : grouped(value, scale.decimals)
  const plain = /^-[0.,]*$/.test(text) ? text.slice(1) : text
  return signed && value > 0 && /[1-9]/.test(plain) ? `+${plain}` : plain
}

/** `[0.69, 0.73]`; empty where an end is missing. */
export function intervalText(lower: number | null, upper: number | null, scale: NumberScale, signed = false): string {
  if (lower === null || upper === null) return ''
  return `[${numberText(lower, scale, signed)}, ${numberText(upper, scale, signed)}]`
}

/** What stands before a value that is only known from below. */
export function atLeastText({ atLeast }: { readonly atLeast?: true }): string {
  return atLeast ? '>= ' : ''
}

/** A number in a sentence, such as a bound: as written in a policy where that is short, four significant digits else. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return countText(value)
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(2)
  return String(Number(value.toPrecision(size < 1 ? 3 : 4)))
}

/** What stands behind a number: ` ms`; empty for plain numbers. */
export function unitText(unit: Unit | undefined): string {
  return unit === undefined ? '' : ` ${unitSymbols[unit]}`
}

/** `290 kB`, `1.5 MB`: bytes as people write them, in powers of ten. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1000 ** power
  return `${Number(value.toPrecision(3))} ${units[power]}`
}

/** `12,345`. */
export function countText(count: number): string {
  return grouped(count, 0)
}

/** `95%`, `99.9%`. */
export function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(4))}%`
}

/** `1 slice`, `2 slices`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

function grouped(value: number, decimals: number): string {
  const [whole, part] = value.toFixed(decimals).split('.')
  const separated = whole!.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return part === undefined ? separated : `${separated}.${part}`
}
