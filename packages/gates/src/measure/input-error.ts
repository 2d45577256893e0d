import { DatasetError } from '@sluice/dataset'
import { type DatasetDefinition, type Location, PolicyError } from '@sluice/policy'

/** What is wrong with the data a policy points at, said at the policy's line. */
export interface InputFault {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly location: Location
  readonly path: string
}

/** Bad data is bad input: the run ends with exit code 2 and never becomes a verdict. */
export function inputError(fault: InputFault): PolicyError {
  const { location, ...rest } = fault
  return new PolicyError([{ severity: 'error', ...rest, ...location }])
}

/** Runs a step on one dataset, and says what is wrong with its data at the policy's line that names it. */
export async function atPolicyLine<T>(dataset: DatasetDefinition, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    const fault = faultOf(error)
    if (fault === null) throw error
    throw inputError({ ...fault, location: dataset.location, path: `datasets.${dataset.name}` })
  }
}

function faultOf(error: unknown): Pick<InputFault, 'code' | 'message' | 'hint'> | null {
  if (error instanceof DatasetError) return { code: error.code, message: error.message, hint: error.hint ?? '' }
  return null
}
