export { checkTable, type TableCheck } from './check-table.ts'
export { DatasetError, type DatasetErrorCode } from './dataset-error.ts'
export {
  type ColumnDescription,
  type ColumnStatistics,
  type DescribeOptions,
  describeTable,
  type TableDescription,
} from './describe-table.ts'
export { startEngineAhead } from './duckdb/engine.ts'
export * from './golden-set/index.ts'
export { type HashOptions, hashInputs } from './inputs/hash-inputs.ts'
export type { LocatedFile } from './inputs/locate-inputs.ts'
export { type Predicate, parsePredicate } from './predicates/parse-predicate.ts'
export { PredicateError, type PredicateErrorReason } from './predicates/predicate-error.ts'
export { columnKey, readTable } from './read-table.ts'
export { type KeyColumn, type SharedKeys, sharedKeys } from './shared-keys.ts'
export {
  conjunctionPartition,
  type DiscoveredSlice,
  type DiscoverSlicesOptions,
  type Discovery,
  discoverSlices,
  type SliceEffect,
} from './slice-discovery/discover-slices.ts'
export { type FindSlicesOptions, type FoundSlice, findSlices, type SliceSearch } from './slice-discovery/find-slices.ts'
export type { Term } from './slice-discovery/group-statistics.ts'
export { codedPartition, codesOf, isPacked } from './slices/packed-codes.ts'
export type {
  CategoryColumn,
  CodedPartition,
  Column,
  ColumnRequest,
  InputFile,
  NumberColumn,
  PackedCodes,
  Partition,
  Slice,
  SliceCodes,
  SliceRequest,
  Table,
  TableRequest,
} from './table.ts'
export { leastRecall } from './text-similarity/index.ts'
export { type DerivedColumns, writeWithColumns } from './write-with-columns.ts'
