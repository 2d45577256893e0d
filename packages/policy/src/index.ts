export type { MeasureCatalogue, MeasureDescription, MeasureEntry, Task } from './catalogue.ts'
export { tasks } from './catalogue.ts'
export type {
  ColumnRoles,
  Condition,
  DatasetDefinition,
  Gate,
  Location,
  MetricReference,
  ModelDefinition,
  Policy,
  SliceDefinition,
  Threshold,
  Waiver,
} from './model.ts'
export type { Problem } from './problem.ts'
export { PolicyError } from './problem.ts'
