import { DatasetError, PredicateError } from '@sluice/dataset'
import {
  type DatasetDefinition,
  type FieldPlace,
  type Location,
  type Policy,
  PolicyError,
  type Problem,
} from '@sluice/policy'
import { placesOf } from './field-places.ts'

/** What is wrong with the data a policy points at, said at the policy's line. */
export interface InputFault {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly location: Location
  readonly path: string
}

/** Bad data is bad input: the run ends with exit code 2 and never becomes a verdict. */
export function inputError({ code, message, hint, location, path }: InputFault): PolicyError {
  const { file, line, column } = location
  return new PolicyError([{ severity: 'error', code, message, hint, file, line, column, path }])
}

/** Runs a step on one dataset, and says what is wrong with its data at the fields of the policy that are about it. */
export async function atPolicyLine<T>(policy: Policy, dataset: DatasetDefinition, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error
    throw new PolicyError(problemsOf(policy, dataset, error))
  }
}

/** What is wrong with a dataset, once for each field of the policy that says so. */
export function problemsOf(policy: Policy, dataset: DatasetDefinition, error: DatasetError): Problem[] {
  return placesOf(policy, dataset, error).map((place) => problemAt(place, error))
}

/** What is wrong with a predicate, at its very letter where the parser and the file say which. */
export function problemAt(place: FieldPlace, error: DatasetError): Problem {
  const { file, line, column, path, textAt } = place
  const { code, message, hint, nearest } = error
  const position = error instanceof PredicateError ? error.position : null
  const isExact = position !== null && textAt !== undefined
  const unknown = error.column !== null && (code === 'missing-column' || isUnknownColumn(error))
  return {
    severity: 'error',
    code,
    message: position === null || isExact ? message : `${message} (character ${position + 1} of the predicate)`,
    hint: hint ?? '',
    ...(unknown && { expected: 'a column of the table', found: error.column! }),
    ...(nearest !== null && { nearest }),
    file,
    line,
    column: isExact ? column + textAt + position : column,
    path,
  }
}

function isUnknownColumn(error: DatasetError): boolean {
  return error instanceof PredicateError && error.reason === 'unknown-column'
}

/** Several problems as one error: by the policy's lines, the same complaint once. */
export function allProblems(problems: readonly Problem[]): PolicyError {
  const distinct = new Map(
    problems.map((one) => [`${one.file}:${one.line}:${one.column}:${one.path}:${one.message}`, one]),
  )
  const files = [...new Set(problems.map(({ file }) => file))]
  const inOrder = [...distinct.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
  return new PolicyError(inOrder)
}
