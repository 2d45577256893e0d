import { welchDegreesOfFreedom } from '@sluice/stats'
import type { Estimate } from './estimate.ts'

/**
 * The difference of a measure between two independent samples (two datasets, two slices): a − b.
 *
 * Standard errors add in squares; Student's t with Welch and Satterthwaite's degrees of freedom, each side counting its
 * own or else its rows less one (for the ROC AUC: DeLong, unpaired, as pROC has it). Needs both uncertainties to be
 * normal or proportions; others have no standard error to add, and the difference no interval.
 *
 * @returns `detail.first` and `detail.second` hold the two values
 */
export function independentDifference(a: Estimate, b: Estimate): Estimate {
  const counts = {
    rows: a.rows + b.rows,
    positives: a.positives === null || b.positives === null ? null : a.positives + b.positives,
    effectiveRows: a.effectiveRows + b.effectiveRows,
  }
  if (a.value === null || b.value === null) {
    const undefinedBecause = a.undefinedBecause ?? b.undefinedBecause ?? 'empty'
    return { ...counts, value: null, undefinedBecause, uncertainty: null }
  }
  const value = a.value - b.value
  const detail = { first: a.value, second: b.value }
  const first = varianceOf(a)
  const second = varianceOf(b)
  if (first === null || second === null) {
    const noInterval = a.noInterval ?? b.noInterval ?? 'one of the two has no standard error'
    return { ...counts, value, uncertainty: null, noInterval, detail }
  }
  const standardError = Math.sqrt(first.variance + second.variance)
  const degreesOfFreedom = welchDegreesOfFreedom(first, second)
  if (degreesOfFreedom === null && value !== 0)
    return { ...counts, value, uncertainty: null, noInterval: 'the difference has no variance', detail }
  return {
    ...counts,
    value,
    uncertainty: { kind: 'normal', method: 'welch', scale: 'identity', standardError, degreesOfFreedom },
    detail,
  }
}

function varianceOf({ uncertainty, rows }: Estimate): { variance: number; degreesOfFreedom: number } | null {
  if (uncertainty === null || rows < 2) return null
  switch (uncertainty.kind) {
    case 'normal':
      return { variance: uncertainty.standardError ** 2, degreesOfFreedom: uncertainty.degreesOfFreedom ?? rows - 1 }
    case 'proportion': {
      const { successes, trials } = uncertainty
      const share = successes / trials
      return trials > 1 ? { variance: (share * (1 - share)) / trials, degreesOfFreedom: trials - 1 } : null
    }
    default:
      return null
  }
}
