import {
  binaryFamily,
  type CalibrationMethod,
  type Choice,
  chooseCalibrator,
  chooseClassCalibrator,
  type Family,
  multiclassFamily,
  type NotFitted,
  topLabelSample,
} from '@sluice/calibration'
import type { BinarySample, MulticlassSample } from '@sluice/metrics'
import type { NamedCalibrator } from '../../calibrators.ts'

/** What describing calibration needs to know of a task. */
export interface CalibratedTask<Sample> {
  readonly family: Family<Sample>
  readonly of: 'positive' | 'top_label'
  choose(fitting: Sample, seed: number): Choice | NotFitted
  /** The method that a name in a policy stands for. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters stay with the method that made them
  named(calibrator: NamedCalibrator): CalibrationMethod<Sample, any> | undefined
  /** What is drawn, by score; `rows` are positions in the sample. */
  drawn(sample: Sample): BinarySample
}

export const binaryTask: CalibratedTask<BinarySample> = {
  family: binaryFamily,
  of: 'positive',
  choose: (fitting, seed) => chooseCalibrator(fitting, { seed }),
  named: ({ binary }) => binary,
  drawn: (sample) => sample,
}

export const multiclassTask: CalibratedTask<MulticlassSample> = {
  family: multiclassFamily,
  of: 'top_label',
  choose: (fitting, seed) => chooseClassCalibrator(fitting, { seed }),
  named: ({ multiclass }) => multiclass,
  drawn: topLabelSample,
}
