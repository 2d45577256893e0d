import type { MeasuredTask } from '../../define-measure.ts'

/** A golden set is one whatever the task. */
export const everyTask: readonly MeasuredTask[] = [
  'binary',
  'multiclass',
  'multilabel',
  'regression',
  'quantile',
  'ranking',
]
