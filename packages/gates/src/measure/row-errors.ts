import { type MulticlassSample, type MultilabelSample, predictedClasses, type QuantileSample } from '@sluice/metrics'
import type { ModelDefinition } from '@sluice/policy'
import { modelColumns } from './columns.ts'
import { numbers } from './columns-of.ts'
import type { SourceInput } from './prepare-dataset.ts'
import { binaryLabels } from './samples/binary.ts'
import type { SampleSource } from './samples/source.ts'

/**
 * How wrong a model is on each row of the table, in table order; 0 is right, greater is worse.
 *
 * Binary: the squared error of the score (a row's Brier score). Regression: the squared error. Multiclass: 1 where the most
 * probable class is not the label. Multilabel: the share of labels that are decided wrong (Hamming loss), at the policy's
 * threshold where that is a number, else at 0.5. Quantile: pinball loss, averaged over the levels. A ranking has none: its
 * errors are those of queries; `null`.
 *
 * @throws PolicyError for labels and predictions that do not fit the task
 */
export function rowErrors(
  input: SourceInput,
  source: SampleSource<unknown>,
  model: ModelDefinition,
): Float64Array | null {
  const { policy, data, table } = input
  const { definition, available } = data
  switch (policy.task) {
    case 'binary': {
      const [score] = modelColumns(model, 'binary', available, policy)
      return squaredErrors(binaryLabels(input), numbers(table, score!, 'score', definition))
    }
    case 'regression': {
      const [prediction] = modelColumns(model, 'regression', available, policy)
      const actual = numbers(table, definition.columns.label!, 'label', definition)
      return squaredErrors(actual, numbers(table, prediction!, 'prediction', definition))
    }
    case 'multiclass':
      return wrongClasses(source.all(model.name) as MulticlassSample)
    case 'multilabel':
      return wrongLabels(
        source.all(model.name) as MultilabelSample,
        policy.threshold.kind === 'fixed' ? policy.threshold.value : 0.5,
      )
    case 'quantile':
      return pinballLosses(source.all(model.name) as QuantileSample)
    default:
      return null
  }
}

function squaredErrors(actual: Float64Array | Uint8Array, predicted: Float64Array): Float64Array {
  const errors = new Float64Array(predicted.length)
  for (let row = 0; row < errors.length; row++) errors[row] = (predicted[row]! - actual[row]!) ** 2
  return errors
}

function wrongClasses(sample: MulticlassSample): Float64Array {
  const predicted = predictedClasses(sample)
  const errors = new Float64Array(predicted.length)
  for (let row = 0; row < errors.length; row++) errors[row] = predicted[row] === sample.labels[row] ? 0 : 1
  return errors
}

function wrongLabels({ labels, scores, outputs }: MultilabelSample, threshold: number): Float64Array {
  const errors = new Float64Array(labels.length / outputs)
  for (let row = 0; row < errors.length; row++) {
    let wrong = 0
    for (let cell = row * outputs; cell < (row + 1) * outputs; cell++) {
      if ((scores[cell]! >= threshold ? 1 : 0) !== labels[cell]) wrong++
    }
    errors[row] = wrong / outputs
  }
  return errors
}

function pinballLosses({ actual, levels, quantiles }: QuantileSample): Float64Array {
  const errors = new Float64Array(actual.length)
  levels.forEach((level, k) => {
    const predicted = quantiles[k]!
    for (let row = 0; row < errors.length; row++) {
      const distance = actual[row]! - predicted[row]!
      errors[row]! += (distance >= 0 ? level * distance : (level - 1) * distance) / levels.length
    }
  })
  return errors
}
