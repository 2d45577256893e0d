import {
  beta,
  type CalibrationMethod,
  classTemperature,
  histogramBinning,
  isotonic,
  oneVersusRest,
  platt,
  temperature,
  vectorScaling,
  vennAbers,
} from '@sluice/calibration'
import type { BinarySample, MulticlassSample } from '@sluice/metrics'

/** What a name in a policy stands for, by task. */
export interface NamedCalibrator {
  // Parameters stay with the method that made them.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly binary?: CalibrationMethod<BinarySample, any>
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly multiclass?: CalibrationMethod<MulticlassSample, any>
}

/**
 * The calibrators that a model may declare. Isotonic regression is scikit-learn's, whose ends may be 0 and 1: a certainty that
 * is wrong then has an infinite log loss, which is no value.
 */
export const calibrators: ReadonlyMap<string, NamedCalibrator> = new Map<string, NamedCalibrator>([
  ['temperature', { binary: temperature(), multiclass: classTemperature() }],
  ['platt', { binary: platt(), multiclass: oneVersusRest(platt()) }],
  ['beta', { binary: beta(), multiclass: oneVersusRest(beta()) }],
  ['vector_scaling', { multiclass: vectorScaling() }],
  ['isotonic', { binary: isotonic(), multiclass: oneVersusRest(isotonic()) }],
  ['histogram_binning', { binary: histogramBinning({ smoothing: 'laplace' }) }],
  ['venn_abers', { binary: vennAbers, multiclass: oneVersusRest(vennAbers) }],
])

/** What a policy of the task calls a method; a method that no policy names keeps its own. */
export function calibratorName(task: keyof NamedCalibrator, method: string): string {
  for (const [name, named] of calibrators) if (named[task]?.name === method) return name
  return method
}
