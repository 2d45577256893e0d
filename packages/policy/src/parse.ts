/** What runs anywhere, a browser too: policies from their texts, without a file system. */
export type { MeasureCatalogue, MeasureDescription, MeasureEntry, MeasureSubject, Task } from './catalogue.ts'
export type { Condition, Gate, Location, Policy, SliceDefinition, Waiver } from './model.ts'
export { type ParseOptions, type PolicySource, parsePolicy } from './parse-policy.ts'
export type { Problem } from './problem.ts'
export { PolicyError } from './problem.ts'
export { type Unit, unitSymbols } from './quantity.ts'
export { type ConditionField, conditionFields } from './schema/gate-schema.ts'
