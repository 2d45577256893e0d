export { type BinStatistics, binStatistics } from './bins/bin-statistics.ts'
export { type BinningOptions, type BinningStrategy, type Bins, cutIntoBins } from './bins/cut-into-bins.ts'
export { type BetaOptions, type BetaParameters, beta } from './calibrators/beta.ts'
export {
  CALIBRATOR_SCHEMA,
  type CalibrationMethod,
  type Calibrator,
  CalibratorError,
  type FittedOn,
  isFitted,
  type LabelledScores,
  type NotFitted,
} from './calibrators/calibrator.ts'
export {
  type CrossVennAbersOptions,
  type CrossVennAbersParameters,
  crossVennAbers,
  fitCrossVennAbers,
  mergeCrossVennAbers,
} from './calibrators/cross-venn-abers.ts'
export type { ScoreScale } from './calibrators/fit-guards.ts'
export {
  type HistogramBinningOptions,
  type HistogramBinningParameters,
  histogramBinning,
} from './calibrators/histogram-binning.ts'
export { identity } from './calibrators/identity.ts'
export { type IsotonicOptions, type IsotonicParameters, isotonic } from './calibrators/isotonic.ts'
export { type OneVersusRestParameters, oneVersusRest } from './calibrators/one-versus-rest.ts'
export { type PlattOptions, type PlattParameters, platt } from './calibrators/platt.ts'
export {
  applyCalibrator,
  fitCalibrator,
  fitCalibratorToRows,
  parseCalibrator,
} from './calibrators/stored-calibrator.ts'
export {
  type ClassTemperatureParameters,
  classTemperature,
  type TemperatureOptions,
  type TemperatureParameters,
  temperature,
} from './calibrators/temperature.ts'
export { type VectorScalingOptions, type VectorScalingParameters, vectorScaling } from './calibrators/vector-scaling.ts'
export {
  type VennAbersInterval,
  type VennAbersParameters,
  vennAbers,
  vennAbersInterval,
} from './calibrators/venn-abers.ts'
export {
  type CandidateReport,
  type Choice,
  type ChooseOptions,
  chooseCalibrator,
  chooseClassCalibrator,
} from './choose/choose-calibrator.ts'
export { crossFit, cutFolds, type Fold } from './choose/cross-fit.ts'
export { binaryFamily, type Candidate, type Family, multiclassFamily, type Quality } from './choose/families.ts'
export { stratifiedFolds } from './choose/folds.ts'
export { binaryProbabilities, type ClassProbabilities, type ClassScore, classScores } from './conformal/class-scores.ts'
export {
  conformalQuantile,
  conformalRank,
  coverageLaw,
  leastCalibrationRows,
  weightedConformalQuantile,
} from './conformal/conformal-quantile.ts'
export {
  type ConformalCoverage,
  evaluateIntervals,
  evaluateSets,
  type IntervalEvaluation,
  type SetEvaluation,
} from './conformal/evaluate.ts'
export type { ConformalGroups, GroupThreshold } from './conformal/groups.ts'
export { heldOutIntervals, heldOutSets, type RowFolds } from './conformal/held-out.ts'
export { parseConformal } from './conformal/parse-conformal.ts'
export {
  type FittedPredictionIntervals,
  fitPredictionIntervals,
  type IntervalForecast,
  type PredictionIntervals,
  predictionIntervals,
} from './conformal/prediction-intervals.ts'
export {
  type ApplySetsOptions,
  type FittedPredictionSets,
  fitPredictionSets,
  type PredictionSetOptions,
  type PredictionSets,
  predictionSets,
} from './conformal/prediction-sets.ts'
export {
  type CorpOptions,
  corpDecomposition,
  corpDiscrimination,
  type DecompositionOptions,
  miscalibration,
  type ScoreDecomposition,
} from './decomposition/corp.ts'
export { type MurphyDecomposition, murphyDecomposition } from './decomposition/murphy.ts'
export type { ScoringRuleName } from './decomposition/scoring-rules.ts'
export { ace } from './errors/ace.ts'
export { debiasedEce } from './errors/debiased-ece.ts'
export { ece } from './errors/ece.ts'
export { eceSweep, type SweepOptions } from './errors/ece-sweep.ts'
export { type KernelOptions, kernelCalibrationError } from './errors/kernel-calibration-error.ts'
export { mce } from './errors/mce.ts'
export { classwiseEce, topLabelEce } from './errors/multiclass-ece.ts'
export { debiasedRmsce, rmsce } from './errors/rmsce.ts'
export { smoothEce } from './errors/smooth-ece.ts'
export { ofTopLabel } from './errors/top-label.ts'
export { isotonicBlocks } from './isotonic/isotonic-blocks.ts'
export { isotonicRegression, type Pooled } from './isotonic/pool-adjacent-violators.ts'
export { type CalibrationInTheLarge, calibrationInTheLarge } from './recalibration/calibration-in-the-large.ts'
export { type CalibrationLine, calibrationLine } from './recalibration/calibration-line.ts'
export { type HosmerLemeshowOptions, hosmerLemeshow } from './recalibration/hosmer-lemeshow.ts'
export { type CalibrationTest, calibrationLineTest } from './recalibration/likelihood-ratio.ts'
export { calibrationIntercept, calibrationLevel, calibrationSlope } from './recalibration/slope-and-intercept.ts'
export { spiegelhalterZ } from './recalibration/spiegelhalter-z.ts'
export {
  type ConsistencyPoint,
  type CorpBlock,
  type CorpReliability,
  type CorpReliabilityOptions,
  corpReliability,
} from './reliability/corp-reliability.ts'
export { type ReliabilityPoint, reliabilityCurve } from './reliability/reliability-curve.ts'
export { classSample, topLabelSample } from './samples/multiclass-samples.ts'
