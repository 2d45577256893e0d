export type { LatencyQuantile, LatencySummary } from './calls/latency.ts'
export type { Features } from './inputs/features-schema.ts'
export { readFeatures } from './inputs/read-features.ts'
export type { Model } from './model.ts'
export { ModelError, type ModelErrorCode } from './model-error.ts'
export type {
  CommandSpec,
  HttpSpec,
  MlflowSpec,
  ModelSpec,
  OnnxSpec,
  OpenInferenceSpec,
} from './model-spec.ts'
export { type OpenOptions, openModel } from './open-model.ts'
export { isSameClass } from './outputs/answer.ts'
