export type {
  CurveEvidence,
  DatasetEvidence,
  Evidence,
  MeasurementEvidence,
  MeasurementKey,
} from './evidence.ts'
export type {
  CheckResult,
  GateVerdict,
  MeasurementVerdict,
  PolicyVerdict,
  Status,
  WaiverVerdict,
} from './verdict.ts'
