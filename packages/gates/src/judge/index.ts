/** What runs anywhere, a browser too: verdicts of evidence that has been measured elsewhere. */
export type {
  CurveEvidence,
  DatasetEvidence,
  Evidence,
  FoundSliceEvidence,
  MeasurementEvidence,
  MeasurementKey,
  SearchEvidence,
} from '../evidence.ts'
export { measureCatalogue } from '../measures/index.ts'
export { parseEvidence, readEvidence } from '../parse-evidence.ts'
export { keysOf, keyText } from '../plan.ts'
export type {
  BuildComparison,
  BuildEvidence,
  IntervalValue,
  ParetoAxisEvidence,
  ParetoEvidence,
  SliceValue,
  VariantsEvidence,
} from '../variants/variants-evidence.ts'
export { variantsSchema } from '../variants/variants-schema.ts'
export type {
  CheckResult,
  GateVerdict,
  MeasurementVerdict,
  NoteVerdict,
  PolicyVerdict,
  Status,
  WaiverVerdict,
} from '../verdict.ts'
export { checkResult, type JudgeOptions, judge } from './judge.ts'
export { conditionWords } from './wording.ts'
