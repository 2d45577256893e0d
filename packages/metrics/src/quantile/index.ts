export { crpsEnsemble, type EnsembleOptions, type EnsembleSample } from './ensemble-forecast.ts'
export { intervalCoverage, intervalWidth, quantileCoverage, quantileCrossingRate } from './interval-coverage.ts'
export {
  crpsNormal,
  type NormalForecastSample,
  normalLogLoss,
  probabilityIntegralTransform,
} from './normal-forecast.ts'
export type { IntervalOptions } from './quantile-input.ts'
export {
  intervalScore,
  type LevelOptions,
  quantileD2Pinball,
  quantilePinball,
  weightedIntervalScore,
} from './quantile-losses.ts'
export { type UniformityTest, uniformityTest } from './uniformity.ts'
