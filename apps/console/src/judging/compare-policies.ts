import type { Policy } from '@sluice/policy/parse'
import { compareDefinitions } from './compare-definitions.ts'
import { compareGates } from './compare-gates.ts'

export type ChangeKind = 'added' | 'removed' | 'tightened' | 'loosened' | 'other'

/** One difference in meaning between two versions of a policy. */
export interface PolicyChange {
  readonly kind: ChangeKind
  /** The gate that it is about; `null` for the policy as a whole. */
  readonly gate: string | null
  /** One sentence. */
  readonly text: string
}

/**
 * What a newer version of a policy asks differently: gates added and removed, what is stricter, what is laxer, and what
 * is neither. Both are compared as loaded, with defaults and inheritance resolved: a comment, another order or a default
 * that is written out is no change.
 *
 * Whether a change is stricter follows from how gates are judged. More confidence, or a stronger correction, demands
 * more where a bound must be proven and forgives more where it must be refuted. More rows demanded are stricter, unless
 * too few rows are let through.
 */
export function comparePolicies(before: Policy, after: Policy): PolicyChange[] {
  const changes = [...compareGates(before.gates, after.gates), ...compareDefinitions(before, after)]
  return [...changes].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
}

const kinds: readonly ChangeKind[] = ['added', 'removed', 'tightened', 'loosened', 'other']
