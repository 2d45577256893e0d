import { numbers } from './columns-of.ts'
import type { SourceInput } from './prepare-dataset.ts'
import { binaryLabels } from './samples/binary.ts'

/** The squared error of each row: of the score against 0/1 for a binary model, of the prediction for a regression. */
export function rowErrors(input: SourceInput, predicted: Float64Array): Float64Array {
  const { policy, data, table } = input
  const actual =
    policy.task === 'binary'
      ? binaryLabels(input)
      : numbers(table, data.definition.columns.label!, 'label', data.definition)
  const errors = new Float64Array(predicted.length)
  for (let row = 0; row < errors.length; row++) errors[row] = (predicted[row]! - actual[row]!) ** 2
  return errors
}
