export { calibratorName } from './calibrators.ts'
export {
  type BoundMetric,
  bind,
  defineMeasure,
  type Measure,
  type MeasureContext,
  type MeasuredTask,
} from './define-measure.ts'
export type {
  CurveEvidence,
  DatasetEvidence,
  Evidence,
  FoundSliceEvidence,
  MeasurementEvidence,
  MeasurementKey,
  SearchEvidence,
} from './evidence.ts'
export { describeGoldenSets } from './instruments/golden/describe-golden-sets.ts'
export type {
  GoldenAge,
  GoldenAgreement,
  GoldenDrift,
  GoldenEvidence,
  GoldenFeature,
  GoldenMatches,
  GoldenSlice,
  GoldenTexts,
} from './instruments/golden/golden-evidence.ts'
export { type LabelSuspect, type LabelSuspects, suspectLabels } from './instruments/golden/label-suspects.ts'
export { measureStress } from './instruments/stress/measure-stress.ts'
export type {
  StressAttack,
  StressCase,
  StressCell,
  StressEvidence,
  StressSlice,
  StressValue,
  StressVariant,
} from './instruments/stress/stress-evidence.ts'
export { checkResult, type JudgeOptions, judge } from './judge/judge.ts'
export { conditionWords } from './judge/wording.ts'
export type {
  CalibratedEvidence,
  CalibrationEvidence,
  CalibrationQuality,
  DecompositionEvidence,
  EstimateWithLimits,
  ReliabilityEvidence,
} from './measure/calibration/calibration-evidence.ts'
export { predicateProblems } from './measure/check-tables.ts'
export { type MeasureOptions, measurePolicy } from './measure/measure-policy.ts'
export { type ReadSample, readSample } from './measure/read-sample.ts'
export { serveJobs } from './measure/threads/serve-jobs.ts'
export { measureCatalogue, measures, usualMeasures } from './measures/index.ts'
export { parseEvidence, readEvidence } from './parse-evidence.ts'
export { type DatasetPlan, type Plan, plan } from './plan.ts'
export { profilePolicy } from './profile-policy.ts'
export { type SelfTestOptions, type SelfTestRow, selfTest } from './self-test.ts'
export { compareVariants } from './variants/compare-variants.ts'
export type {
  BuildComparison,
  BuildEvidence,
  IntervalValue,
  ParetoAxisEvidence,
  ParetoEvidence,
  SliceValue,
  VariantsEvidence,
} from './variants/variants-evidence.ts'
export { variantsSchema } from './variants/variants-schema.ts'
export type {
  CheckResult,
  GateVerdict,
  MeasurementVerdict,
  NoteVerdict,
  PolicyVerdict,
  Status,
  WaiverVerdict,
} from './verdict.ts'
export { evidenceToPush, withholdSmallSlices } from './withhold-small-slices.ts'
