export {
  type DescribeGoldenSetOptions,
  describeGoldenSet,
  type GoldenSetDescription,
} from './describe-golden-set.ts'
export {
  type DrawGoldenSetRequest,
  type DrawnGoldenSet,
  type DrawnStratum,
  drawGoldenSet,
  inclusionColumn,
  weightColumn,
} from './draw-golden-set.ts'
export {
  type CoverageOptions,
  type DistanceEstimate,
  type FeatureBin,
  type FeatureCoverage,
  featureCoverage,
} from './feature-coverage.ts'
export { type FeatureDrift, featureDrift } from './feature-drift.ts'
export { type ChanceRates, type FoundRows, leakedRows, repeatedBeyondChance } from './found-rows.ts'
export {
  type Comparison,
  defaultSimilarity,
  defaultTolerance,
  featureScales,
  type MatchOptions,
  matchesIn,
  type RowMatches,
  repeatedRows,
} from './row-matches.ts'
export {
  type ComparedFeature,
  type Feature,
  type FeatureChoice,
  type FeatureRows,
  type NamedSource,
  readSharedFeatures,
  type SharedFeatures,
  type TextFeature,
} from './shared-features.ts'
export { compareSlices, type SliceComparison, type SliceCoverage } from './slice-coverage.ts'
