import type { SuiteDefinition } from '@sluice/policy'
import { inputError } from '../../measure/input-error.ts'

/** What is wrong with a suite, its model or its columns, said at the suite's line. */
export function suiteFault(
  { name, location }: SuiteDefinition,
  fault: { readonly code: string; readonly message: string; readonly hint: string; readonly field?: string },
) {
  const { code, message, hint, field } = fault
  const path = `stress.${name}${field === undefined ? '' : `.${field}`}`
  return inputError({ code, message: `stress suite '${name}': ${message}`, hint, location, path })
}

/** Runs a step of a suite, and says what goes wrong with its model or its columns at the suite's line. */
export async function atSuiteLine<T>(
  suite: SuiteDefinition,
  step: () => Promise<T>,
  field: 'model' | 'reference' = 'model',
): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const { message } = error
    if (error.name === 'ModelError') {
      const { code, hint } = error as Error & { readonly code: string; readonly hint: string }
      throw suiteFault(suite, { code: `model-${code}`, message, hint, field })
    }
    // The package of perturbations and attacks refuses what does not fit the columns by a RangeError.
    if (!(error instanceof RangeError)) throw error
    const hint = 'Correct the suite, or the columns of the table.'
    throw suiteFault(suite, {
      code: 'suite-misfit',
      message: message.replace(/^./, (first) => first.toLowerCase()),
      hint,
    })
  }
}
