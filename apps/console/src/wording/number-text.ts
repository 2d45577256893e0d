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
  const most = decimals + 3
  const looksEqual = () =>
    shown.some((value) =>
      bounds.some((bound) => value !== bound && value.toFixed(decimals) === bound.toFixed(decimals)),
    )
  while (decimals < most && looksEqual()) decimals++
  return { decimals }
}

/** A number in a table, with a true minus sign; `signed` puts a plus before gains, for differences. */
export function numberText(value: number, { decimals }: NumberScale, signed = false): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'none'
  const size =
    decimals === null
      ? Math.abs(value).toExponential(2)
      : Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  if (!/[1-9]/.test(size)) return size
  return `${value < 0 ? '−' : signed ? '+' : ''}${size}`
}

/** A number in a sentence, such as a bound: four significant digits. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  const text =
    Number.isInteger(value) && size < 1e7
      ? countText(size)
      : size < 1e-4 || size >= 1e7
        ? size.toExponential(2)
        : String(Number(size.toPrecision(size < 1 ? 3 : 4)))
  return value < 0 ? `−${text}` : text
}

/** `12,345`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

/** `95 %`, `99.9 %`. */
export function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`
}

/** `1 slice`, `2 slices`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/** `1.2 MB`, in powers of a thousand. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`
}
