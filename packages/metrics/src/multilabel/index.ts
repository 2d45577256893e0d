export { hammingLoss, type LabelThresholdOptions, subsetAccuracy } from './label-decisions.ts'
export { type DiscriminationOptions, multilabelAveragePrecision, multilabelRocAuc } from './label-discrimination.ts'
export { multilabelNdcg } from './label-gain.ts'
export {
  multilabelFBeta,
  multilabelJaccard,
  multilabelPrecision,
  multilabelRecall,
  type OverlapFBetaOptions,
  type OverlapOptions,
} from './label-overlap.ts'
export { coverageError, labelRankingAveragePrecision, labelRankingLoss } from './label-ranking.ts'
