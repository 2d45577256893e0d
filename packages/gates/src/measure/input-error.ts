import { type Location, PolicyError } from '@sluice/policy'

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
