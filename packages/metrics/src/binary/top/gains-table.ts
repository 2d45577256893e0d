import { MetricInputError } from '../../metric-input-error.ts'
import type { BinarySample } from '../../samples.ts'
import { topRows } from './top-rows.ts'

/** One band of the gains table; weights count as rows. */
export interface GainsBand {
  /** The share of rows from the highest score down that ends with this band. */
  readonly share: number
  readonly rows: number
  readonly positives: number
  readonly rate: number
  /** The band's rate over that of all rows. */
  readonly lift: number
  /** Of all positives, those in this band and the ones before it. */
  readonly captured: number
}

/**
 * Gains table: the rows in equal bands from the highest scores down, with the positives each band holds. Tie groups that
 * a border goes through are shared out by expected value.
 *
 * @param bands a whole number from 1; default 10, deciles
 * @returns `null` without rows or without positives
 */
export function gainsTable(sample: BinarySample, bands = 10): readonly GainsBand[] | null {
  if (!(Number.isInteger(bands) && bands >= 1))
    throw new MetricInputError('invalid_option', `bands is ${bands}: expected a whole number from 1.`)
  if (sample.positives === 0) return null
  const tops = Array.from({ length: bands }, (_, band) =>
    topRows(sample, sample.weights, { fraction: (band + 1) / bands }),
  )
  return tops.map(({ weight, positive, positives, all }, band) => {
    const rows = weight - (tops[band - 1]?.weight ?? 0)
    const inBand = positive - (tops[band - 1]?.positive ?? 0)
    const rate = inBand / rows
    return {
      share: (band + 1) / bands,
      rows,
      positives: inBand,
      rate,
      lift: rate / (positives / all),
      captured: positive / positives,
    }
  })
}
