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

/** The calibrators that a model may declare; a step function keeps clear of 0 and 1, which no log loss forgives. */
export const calibrators: ReadonlyMap<string, NamedCalibrator> = new Map<string, NamedCalibrator>([
  ['temperature', { binary: temperature(), multiclass: classTemperature() }],
  ['platt', { binary: platt(), multiclass: oneVersusRest(platt()) }],
  ['beta', { binary: beta(), multiclass: oneVersusRest(beta()) }],
  ['vector_scaling', { multiclass: vectorScaling() }],
  ['isotonic', { binary: isotonic({ range: 'bounded' }), multiclass: oneVersusRest(isotonic({ range: 'bounded' })) }],
  ['histogram_binning', { binary: histogramBinning({ smoothing: 'laplace' }) }],
  ['venn_abers', { binary: vennAbers, multiclass: oneVersusRest(vennAbers) }],
])
