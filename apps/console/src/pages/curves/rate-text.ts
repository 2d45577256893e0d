/** A rate in percent with one decimal, so that a column of them lines up: `72.0%`. */
export function rateText(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}
