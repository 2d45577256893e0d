export { concordanceCorrelation, concordanceIndex, kendall, pearson, spearman } from './correlation.ts'
export { d2AbsoluteError, d2Pinball } from './d2-absolute.ts'
export { d2Tweedie, gammaDeviance, poissonDeviance, type TweedieOptions, tweedieDeviance } from './deviance.ts'
export {
  bias,
  type HuberOptions,
  huberLoss,
  logCoshLoss,
  meanAbsoluteError,
  meanSquaredError,
  type PointPinballOptions,
  pinballLoss,
} from './error-means.ts'
export { type ErrorQuantileOptions, errorQuantile, maxError, medianAbsoluteError } from './error-quantiles.ts'
export { type AdjustedR2Options, adjustedR2, explainedVariance, r2 } from './explained-variance.ts'
export { type MapeOptions, mape, smape, wape } from './relative-errors.ts'
export { meanSquaredLogError, rootMeanSquaredError, rootMeanSquaredLogError } from './root-errors.ts'
export { mase, rmsse, type ScaledErrorOptions } from './scaled-errors.ts'
