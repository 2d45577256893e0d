import { MetricInputError } from '../metric-input-error.ts'
import { type CutoffOptions, requireCutoff } from './query.ts'
import { type EmptyQueryOptions, queryMetric } from './query-metric.ts'

export interface ExpectedReciprocalRankOptions extends EmptyQueryOptions, CutoffOptions {
  /** The highest grade of the scale, whether or not it occurs; at least 1. */
  readonly maxGrade: number
}

/**
 * Expected reciprocal rank (Chapelle et al. 2009): a reader goes down the list and stops at a document of grade g with
 * probability (2^g − 1) / 2^maxGrade; the value is the mean of 1 / the rank where she stops. Tied documents are read the
 * least relevant first, so that ties never help. Interval: Student's t over queries.
 *
 * @throws {MetricInputError} for grades outside 0 to `maxGrade`, missing scores, k below 1
 */
export const expectedReciprocalRank = queryMetric<ExpectedReciprocalRankOptions>({
  range: [0, 1],
  value(query, options) {
    const k = requireCutoff(options)
    const { maxGrade } = options
    if (!(maxGrade >= 1 && query.ideal[0] <= maxGrade)) {
      throw new MetricInputError(
        'invalid_option',
        `maxGrade is ${maxGrade}, a document has grade ${query.ideal[0]}: give the highest grade of the scale.`,
      )
    }
    let reading = 1
    let sum = 0
    for (const { before, grades } of query.groups) {
      for (let i = 0; i < grades.length && before + i < k; i++) {
        const stops = (2 ** grades[i] - 1) / 2 ** maxGrade
        sum += (reading * stops) / (before + i + 1)
        reading *= 1 - stops
      }
    }
    return sum
  },
})

export interface RankBiasedPrecisionOptions extends EmptyQueryOptions {
  /** The probability of going on to the next document, in (0, 1): 0.8 is customary, 0.95 a patient reader. */
  readonly persistence: number
}

/**
 * Rank-biased precision (Moffat & Zobel 2008): (1 − p) Σ p^(rank − 1)·[relevant]. Its greatest value depends on the
 * number of relevant documents. Ties take the expected value under a random order. Interval: Student's t over queries.
 *
 * @throws {MetricInputError} for a persistence outside (0, 1), negative or missing relevance, missing scores
 */
export const rankBiasedPrecision = queryMetric<RankBiasedPrecisionOptions>({
  range: [0, 1],
  value(query, { persistence }) {
    if (!(persistence > 0 && persistence < 1)) {
      throw new MetricInputError('invalid_option', `persistence is ${persistence}: expected a number between 0 and 1.`)
    }
    let sum = 0
    for (const { before, size, relevant } of query.groups) {
      sum += (relevant / size) * (persistence ** before - persistence ** (before + size))
    }
    return sum
  },
})
