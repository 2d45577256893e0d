import type { CategoryColumn } from '@sluice/dataset'
import {
  type Estimate,
  fleissKappa,
  krippendorffAlpha,
  MetricInputError,
  type RatingsSample,
  raterKappa,
} from '@sluice/metrics'
import { interval } from '@sluice/stats'
import type { GoldenAgreement } from './golden-evidence.ts'

export const agreementStatistics = ['krippendorff_alpha', 'cohen_kappa', 'fleiss_kappa'] as const
export type AgreementStatistic = (typeof agreementStatistics)[number]
export type AgreementLevel = 'nominal' | 'ordinal' | 'interval'

/** The labels of several annotators as one table of numbers: their own where all are numbers, places in order otherwise. */
export function ratingsOf(columns: readonly CategoryColumn[], clusters?: Uint32Array): RatingsSample {
  const raters = columns.length
  const rows = columns[0]!.codes.length
  const values = [...new Set(columns.flatMap(({ categories }) => categories))]
  const numeric = values.every((value) => typeof value === 'number')
  const texts = values.map(String).sort()
  const number = (value: string | number | boolean) => (numeric ? Number(value) : texts.indexOf(String(value)))
  const ratings = new Float64Array(rows * raters)
  columns.forEach(({ codes, categories, missingCode }, rater) => {
    const numbers = categories.map(number)
    for (let row = 0; row < rows; row++) {
      const code = codes[row]!
      ratings[row * raters + rater] = code === missingCode ? Number.NaN : numbers[code]!
    }
  })
  return { ratings, raters, clusters }
}

/** @throws {MetricInputError} where the statistic cannot take these ratings: three raters, or missing ones */
export function agreement(sample: RatingsSample, statistic: AgreementStatistic, level: AgreementLevel): Estimate {
  switch (statistic) {
    case 'krippendorff_alpha':
      return krippendorffAlpha.estimate(sample, { level })
    case 'cohen_kappa':
      return raterKappa.estimate(sample, { weights: 'none' })
    case 'fleiss_kappa':
      return fleissKappa.estimate(sample, {})
  }
}

/** Every statistic that these ratings allow. */
export function everyAgreement(sample: RatingsSample): GoldenAgreement[] {
  return agreementStatistics.flatMap((statistic): GoldenAgreement[] => {
    try {
      const { value, uncertainty } = agreement(sample, statistic, 'nominal')
      const ends = value === null || uncertainty === null ? null : interval(value, uncertainty, 0.95)
      return [{ statistic, value, lower: ends?.lower ?? null, upper: ends?.upper ?? null, annotators: sample.raters }]
    } catch (error) {
      if (error instanceof MetricInputError) return []
      throw error
    }
  })
}
