export { binaryProbabilities, type ClassProbabilities, type ClassScore, classScores } from './class-scores.ts'
export {
  conformalQuantile,
  conformalRank,
  coverageLaw,
  leastCalibrationRows,
  weightedConformalQuantile,
} from './conformal-quantile.ts'
export {
  type ConformalCoverage,
  evaluateIntervals,
  evaluateSets,
  type IntervalEvaluation,
  type SetEvaluation,
} from './evaluate.ts'
export type { ConformalGroups, GroupThreshold } from './groups.ts'
export { parseConformal } from './parse-conformal.ts'
export {
  type FittedPredictionIntervals,
  fitPredictionIntervals,
  type IntervalForecast,
  type PredictionIntervals,
  predictionIntervals,
} from './prediction-intervals.ts'
export {
  type ApplySetsOptions,
  type FittedPredictionSets,
  fitPredictionSets,
  type PredictionSetOptions,
  type PredictionSets,
  predictionSets,
} from './prediction-sets.ts'
