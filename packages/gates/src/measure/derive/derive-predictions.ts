import { MetricInputError } from '@sluice/metrics'
import type { Policy } from '@sluice/policy'
import { inputError } from '../input-error.ts'
import type { DatasetData, ReadModel } from '../read-policy-data.ts'
import { calibratedColumns } from './calibrated.ts'
import { isJudged } from './check-disjoint.ts'
import { conformalColumns } from './conformal.ts'

/** What a derivation makes of a model on one dataset. */
export type Derive = (data: DatasetData, model: ReadModel) => DatasetData

/**
 * Puts what the policy declares between models and gates: each model's calibrator, and then its conformal predictor, is fitted
 * on the dataset that it names and applied wherever the model is read. Both may use the same rows: the calibrator is then
 * seen by its own rows, which costs the promise the little that a few fitted numbers can overfit. Pure: data in, data with more columns out.
 *
 * @throws PolicyError at the model's line where the fitting rows do not determine what is to be fitted
 */
export function derivePredictions(policy: Policy, data: readonly DatasetData[]): readonly DatasetData[] {
  let derived = data
  for (const { name, calibrate, conformal } of policy.models) {
    if (calibrate !== null)
      derived = deriveModel(derived, name, calibrate.on, (fitting, model) =>
        calibratedColumns(policy, fitting, model, calibrate),
      )
    if (conformal !== null)
      derived = deriveModel(derived, name, conformal.on, (fitting, model) => {
        const derive = conformalColumns(policy, fitting, model, conformal)
        // Elsewhere nobody reads sets, and slices need not be those that the promise is within.
        return (one, read) => (isJudged(one, name) ? derive(one, read) : one)
      })
  }
  return derived
}

/** Whether anything stands between a model and its gates. */
export function isDerived({ calibrate, conformal }: ReadModel): boolean {
  return calibrate !== null || conformal !== null
}

/** Fits on one dataset, then applies to each that has the model. */
function deriveModel(
  data: readonly DatasetData[],
  name: string,
  on: string,
  fit: (fitting: DatasetData, model: ReadModel) => Derive,
): readonly DatasetData[] {
  const modelIn = ({ models }: DatasetData) => models.find((model) => model.name === name)
  const fitting = data.find(({ definition }) => definition.name === on)
  const model = fitting === undefined ? undefined : modelIn(fitting)
  // No gate asks for this model.
  if (fitting === undefined || model === undefined) return data
  return atModel(model, () => {
    const derive = fit(fitting, model)
    return data.map((one) => {
      const here = modelIn(one)
      return here === undefined ? one : derive(one, here)
    })
  })
}

/** What a fit refuses is said at the line of the model that asks for it. */
function atModel<T>(model: ReadModel, step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof MetricInputError)) throw error
    throw inputError({
      code: error.code.replaceAll('_', '-'),
      message: `model '${model.name}': ${error.tableMessage}`,
      hint: 'Correct the column where the table is made.',
      location: model.location,
      path: `models.${model.name}`,
    })
  }
}
