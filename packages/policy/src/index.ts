export type {
  MeasureCatalogue,
  MeasureDescription,
  MeasureEntry,
  MeasureRemedy,
  MeasureSubject,
  PerturbationEntry,
  Task,
} from './catalogue.ts'
export { tasks } from './catalogue.ts'
export type { Counts, DataProfile, DatasetProfile, SliceProfile } from './lint/data-profile.ts'
export { type LintOptions, lintPolicy } from './lint/lint-policy.ts'
export { type IntervalLimit, intervalLimits, neededClasses } from './lint/measure-traits.ts'
export { type LoadOptions, loadPolicy, type PolicyReader } from './load-policy.ts'
export type {
  ColumnRoles,
  Condition,
  Conformal,
  DatasetDefinition,
  FieldPlace,
  Gate,
  GoldenDefinition,
  Location,
  MetricReference,
  ModelDefinition,
  Policy,
  ReservedSection,
  SliceDefinition,
  Threshold,
  TimingDefinition,
  VariantsDefinition,
  Waiver,
} from './model.ts'
export type { CallLimits, ChosenScores, ModelCall } from './model-call.ts'
export { nearestMeasure, nearestSpelling } from './nearest-spelling.ts'
export { type ParseOptions, type PolicySource, parsePolicy } from './parse-policy.ts'
export { policyReference } from './policy-reference.ts'
export type { Problem } from './problem.ts'
export { PolicyError } from './problem.ts'
export { parseQuantity, type Unit, unitSymbols } from './quantity.ts'
export { type JsonSchema, policyJsonSchema, toJsonSchema } from './schema/json-schema.ts'
export { type PolicyFile, type PolicySchema, policySchema } from './schema/policy-schema.ts'
export { type ThresholdCriterion, thresholdCriteria } from './schema/threshold-schema.ts'
export type {
  SuiteAttack,
  SuiteDefinition,
  SuiteExpectations,
  SuiteModel,
  SuitePart,
  SuitePerturbation,
  SyntheticRows,
} from './stress-suite.ts'
