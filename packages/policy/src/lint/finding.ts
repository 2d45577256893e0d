import type { MeasureCatalogue } from '../catalogue.ts'
import type { Gate, Location, Policy } from '../model.ts'
import type { Problem } from '../problem.ts'
import type { Counts, DataProfile, DatasetProfile } from './data-profile.ts'

export interface LintInput {
  readonly policy: Policy
  readonly catalogue: MeasureCatalogue
  readonly profile: DataProfile | null
  /** ISO date. */
  readonly today: string
}

/** A rule looks at a policy and says what is unwise in it. */
export type LintRule = (input: LintInput) => Problem[]

export interface Advice {
  readonly code: string
  /** What is there. */
  readonly message: string
  /** Why it matters, with its source. */
  readonly why: string
  /** What to write instead. */
  readonly hint: string
}

/** A warning at a place of the policy. */
export function warning(location: Location, path: string, advice: Advice): Problem {
  return { severity: 'warning', ...advice, ...location, path }
}

export function gateWarning(gate: Gate, advice: Advice): Problem {
  return warning(gate.location, `gates.${gate.name}`, advice)
}

/** What the profile says of the dataset that a gate measures. */
export function profileOf(gate: Gate, profile: DataProfile | null): DatasetProfile | null {
  return gate.on[0] === undefined ? null : (profile?.datasets[gate.on[0]] ?? null)
}

/** A slice as a gate judges it. */
export interface JudgedSlice extends Counts {
  readonly slice: string
  /**
   * The share of positives to plan more rows with: the slice's own, or the dataset's where the slice holds one class only and
   * so says nothing of it. `null` without a positive class, and where the dataset holds one class too.
   */
  readonly share: number | null
}

/** The slices that a gate judges, as the profile knows them; all rows together for a gate without slices. */
export function judgedSlices(gate: Gate, profile: DataProfile | null): JudgedSlice[] {
  const dataset = profileOf(gate, profile)
  if (dataset === null) return []
  const { rows, positives } = dataset
  const slices =
    gate.slices.length === 0
      ? [{ slice: 'all', rows, positives }]
      : gate.slices.flatMap((name) => dataset.slices[name] ?? [])
  return slices.map((slice) => ({ ...slice, share: shareOf(slice) ?? shareOf(dataset) }))
}

function shareOf({ rows, positives }: Counts): number | null {
  return positives === null || positives === 0 || positives === rows ? null : positives / rows
}

/** `a, b, c and 4 more`. */
export function listed(items: readonly string[], most = 3): string {
  const rest = items.length - most
  return rest > 0 ? `${items.slice(0, most).join(', ')} and ${rest} more` : items.join(', ')
}

/** `9.3 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`
}
