export { type MeanAveragePrecisionOptions, meanAveragePrecision } from './average-precision.ts'
export {
  type ExpectedReciprocalRankOptions,
  expectedReciprocalRank,
  type RankBiasedPrecisionOptions,
  rankBiasedPrecision,
} from './browsing-models.ts'
export { dcg, type GainOptions, ndcg } from './cumulative-gain.ts'
export { type FirstRelevantOptions, hitRate, meanReciprocalRank } from './first-relevant.ts'
export { type AtKOptions, rankingPrecision, rankingRecall, rPrecision } from './precision-recall.ts'
export type { CutoffOptions } from './query.ts'
export type { EmptyQueryOptions } from './query-metric.ts'
