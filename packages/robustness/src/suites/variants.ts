import { amountAt, type PerturbationRequest } from '../perturbations/perturb.ts'
import type { SuitePerturbation } from './suite.ts'

/** A perturbation in one strength. */
export interface Variant extends PerturbationRequest {
  readonly severity: number | null
  /** Which entry of the suite it comes from: its strengths are severities of one corruption. */
  readonly entry: number
}

/** @throws {RangeError} for an entry that gives amounts and severities, or none of either */
export function variantsOf(perturb: readonly SuitePerturbation[]): Variant[] {
  return perturb.flatMap(({ perturbation, amounts, severities, columns }, entry) => {
    if (amounts !== undefined && severities !== undefined) {
      throw new RangeError(`${perturbation} has amounts and severities; give one of them`)
    }
    const strengths =
      amounts?.map((amount) => ({ amount, severity: null })) ??
      (severities ?? [1, 2, 3, 4, 5]).map((severity) => ({ amount: amountAt(perturbation, severity), severity }))
    if (strengths.length === 0) throw new RangeError(`${perturbation} has no strength; give an amount or a severity`)
    return strengths.map((strength) => ({ perturbation, columns, entry, ...strength }))
  })
}

/** What a variant is called in tables: `noise 0.1`. */
export function variantName({ perturbation, amount, severity }: Variant): string {
  return severity === null ? `${perturbation} ${amount}` : `${perturbation} ${amount} (severity ${severity})`
}
