export { adjustPValues, type Correction } from './adjust-p-values.ts'
export { type BootstrapOptions, bootstrap } from './bootstrap.ts'
export { type ClusterCodes, clusterCodes, clusterSums } from './cluster-sums.ts'
export { jensenShannonDistance, populationStabilityIndex, totalVariation } from './distribution-distance.ts'
export {
  betaCdf,
  betaQuantile,
  binomialCdf,
  chiSquareCdf,
  normalCdf,
  normalDensity,
  normalQuantile,
  tCdf,
  tQuantile,
  twoSidedP,
} from './distributions.ts'
export { effectiveSampleSize } from './effective-sample-size.ts'
export {
  FEW_CLUSTERS,
  type InfluenceOptions,
  influenceUncertainty,
  type RobustError,
  robustStandardError,
  type SummedInfluence,
} from './influence-uncertainty.ts'
export { interval } from './interval.ts'
export {
  type DifferenceTest,
  differenceTest,
  type EstimatedVariance,
  meanWithUncertainty,
  pairedMeanDifference,
  type UncertainMean,
  welchDegreesOfFreedom,
} from './mean-difference.ts'
export { pValue } from './p-value.ts'
export {
  type DiscordantPairs,
  type McNemarTest,
  mcNemar,
  pairedProportionInterval,
  pairedProportionUncertainty,
} from './paired-proportions.ts'
export { poissonCount, poissonWeight } from './poisson-weight.ts'
export {
  detectableEffect,
  detectablePairedDifference,
  detectableProportionDifference,
  powerOfMean,
  powerOfProportions,
  rowsForMean,
  rowsForProportions,
  rowsForWilson,
  type TestDesign,
} from './power.ts'
export {
  type Count,
  type ProportionDifferenceMethod,
  proportionDifferenceInterval,
} from './proportion-difference.ts'
export { type ProportionMethod, proportionInterval } from './proportion-interval.ts'
export { type QuantileType, quantile, quantiles, sortedQuantile, weightedQuantile } from './quantile.ts'
export { type QuantileInterval, quantileInterval } from './quantile-interval.ts'
export { createRandom, type Random } from './random.ts'
export {
  acceleration,
  QUANTILE_GRID_POINTS,
  type ResampledOptions,
  resampledUncertainty,
} from './resampled-uncertainty.ts'
export { rowsToDecide } from './rows-to-decide.ts'
export { mix, type Seed, seedFromText } from './seed.ts'
export {
  type AllocationMethod,
  type AllocationOptions,
  allocateSample,
  drawStratifiedSample,
  type StratifiedSample,
  type Stratum,
} from './stratified-sample.ts'
export { CompensatedSum, mean, sum, sumOf } from './sum.ts'
export type {
  Interval,
  NormalUncertainty,
  OrderedPairsUncertainty,
  ProportionUncertainty,
  ResampledUncertainty,
  Uncertainty,
} from './uncertainty.ts'
export { withinRounding } from './within-rounding.ts'
