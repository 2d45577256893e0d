import type { MeasureCatalogue } from '../catalogue.ts'
import type { Policy } from '../model.ts'
import type { Problem } from '../problem.ts'
import type { DataProfile } from './data-profile.ts'
import type { LintRule } from './finding.ts'
import { calibrationDifferences } from './rules/calibration-differences.ts'
import { accuracyWithMajority, rocAucWithRarePositives } from './rules/class-balance.ts'
import { duplicateSlices, overlappingSlices, uncorrectedSlices } from './rules/overlapping-slices.ts'
import { probabilitiesUnjudged, thresholdChosenOnTest } from './rules/probabilities.ts'
import { rowsOutsideSlices } from './rules/rows-outside-slices.ts'
import { cannotBeRefuted, neverConclusive, pointProofOnFewRows, slicesWithoutMinimum } from './rules/small-slices.ts'
import { unreliableIntervals } from './rules/unreliable-intervals.ts'
import { reservedSections, unusedNames, unusedSuites } from './rules/unused.ts'
import { noBlockingGate, unexplainedGates, vacuousGates } from './rules/vacuous-gates.ts'
import { waiverFindings } from './rules/waivers.ts'

const rules: readonly LintRule[] = [
  rocAucWithRarePositives,
  accuracyWithMajority,
  probabilitiesUnjudged,
  thresholdChosenOnTest,
  unusedNames,
  unusedSuites,
  reservedSections,
  vacuousGates,
  noBlockingGate,
  unexplainedGates,
  neverConclusive,
  cannotBeRefuted,
  slicesWithoutMinimum,
  pointProofOnFewRows,
  unreliableIntervals,
  calibrationDifferences,
  rowsOutsideSlices,
  overlappingSlices,
  duplicateSlices,
  uncorrectedSlices,
  waiverFindings,
]

export interface LintOptions {
  /** The day that waivers are held against, ISO: lint reads no clock. */
  readonly today: string
  /** How many rows there are; without it, rules about sizes and class balance are silent. */
  readonly profile?: DataProfile
}

/** What is valid and yet unwise in a policy. Pure; warnings only, by line, each with what, why and what instead. */
export function lintPolicy(policy: Policy, catalogue: MeasureCatalogue, options: LintOptions): Problem[] {
  const input = { policy, catalogue, profile: options.profile ?? null, today: options.today }
  const inherited = (problem: Problem) => Number(problem.file !== policy.file)
  return rules
    .flatMap((rule) => rule(input))
    .sort((a, b) => inherited(a) - inherited(b) || a.line - b.line || a.column - b.column)
}
