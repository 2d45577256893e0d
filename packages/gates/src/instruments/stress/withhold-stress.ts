import type { Policy } from '@sluice/policy'
import type { Evidence } from '../../evidence.ts'
import type { StressEvidence, StressSlice, StressValue } from './stress-evidence.ts'

/**
 * Evidence without the worst cases of suites that do not say `share_cases: true`: a case is a row of the table, unless the
 * suite makes its rows up. How many there were is kept.
 */
export function withholdCases(policy: Policy, evidence: Evidence): Evidence {
  if (evidence.stress === undefined) return evidence
  const shared = new Set(
    policy.stress?.flatMap(({ name, shareCases, synthetic }) => (shareCases || synthetic !== undefined ? name : [])),
  )
  return { ...evidence, stress: evidence.stress.map((one) => (shared.has(one.suite) ? one : withoutCases(one))) }
}

function withoutCases(section: StressEvidence): StressEvidence {
  const { worstCases, attack } = section
  return {
    ...section,
    worstCases: [],
    attack: attack && { ...attack, worstCases: [] },
    casesWithheld: (section.casesWithheld ?? 0) + worstCases.length + (attack?.worstCases.length ?? 0),
  }
}

/** Suites whose small slices keep their counts only; the worst slice is none where it is one of them. */
export function withholdStressSlices(
  sections: readonly StressEvidence[],
  isSmall: (suite: string, slice: Pick<StressSlice, 'partition' | 'slice'>) => boolean,
): StressEvidence[] {
  return sections.map((section) => {
    const { suite, slices, worstSlice } = section
    const worst = worstSlice !== null && isSmall(suite, worstSlice) ? null : worstSlice
    const kept = slices.map((slice) => (isSmall(suite, slice) ? withheld(slice) : slice))
    return { ...section, slices: kept, worstSlice: worst }
  })
}

function withheld(slice: StressSlice): StressSlice {
  const nothing = ({ n }: StressValue): StressValue => {
    return { value: null, lower: null, upper: null, n, note: 'withheld: the slice has fewer rows than min_rows' }
  }
  return { ...slice, failureRate: nothing(slice.failureRate), flipRate: slice.flipRate && nothing(slice.flipRate) }
}
