export { averagePrecision } from './binary/average-precision.ts'
export { gini } from './binary/gini.ts'
export { rocAuc } from './binary/roc-auc.ts'
export type { Estimate, UndefinedReason } from './estimate.ts'
export type { Inference, Metric } from './metric.ts'
export { type MetricInputCode, MetricInputError } from './metric-input-error.ts'
export { type OrderOptions, orderByScore } from './order/order-by-score.ts'
export {
  forEachSlice,
  type SliceCodes,
  type SlicedOrder,
  type SliceOptions,
  type SliceScratch,
  sliceOrder,
  sliceScratch,
} from './order/slices.ts'
export type {
  BinarySample,
  MulticlassSample,
  MultilabelSample,
  QuantileSample,
  RankingSample,
  RegressionSample,
  Rows,
} from './samples.ts'
