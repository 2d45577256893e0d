import type { CurveEvidence, Evidence, PolicyVerdict, Status } from '@sluice/gates'

/** One file of a policy as it was when it was judged. */
export interface PolicyFileText {
  /** As verdicts name it: `policies/credit-default/policy.yaml`. */
  readonly file: string
  readonly text: string
}

/** Where an evaluation comes from, as far as the machine that made it knows. */
export interface Origin {
  readonly commit?: string | undefined
  readonly branch?: string | undefined
  /** The pull request's number or address. */
  readonly pullRequest?: string | undefined
  /** Address of the CI run. */
  readonly run?: string | undefined
  /** When it was checked, ISO 8601, where no CI names the run: tells two checks of one commit apart. */
  readonly at?: string | undefined
}

/** What is pushed: one policy's verdict with all that it takes to judge it again. */
export interface PushedEvaluation {
  readonly verdict: PolicyVerdict
  readonly evidence: Evidence
  /** The policy's own file first, then those it extends, nearest first. */
  readonly policy: readonly PolicyFileText[]
  readonly origin: Origin
}

/** How many gates of a verdict have each status. */
export type StatusCounts = Readonly<Record<Status, number>>

/** A verdict in a list. */
export interface EvaluationSummary {
  /** The content hash, 64 hexadecimal digits. */
  readonly id: string
  /** The push that it came by: the later, the greater. One evaluation may have come by several. */
  readonly push: number
  readonly model: string
  readonly verdict: Status
  readonly gates: StatusCounts
  readonly policySha256: string
  /** Where this push came from. */
  readonly origin: Origin
  /** When it was pushed: ISO 8601 with milliseconds, UTC. */
  readonly createdAt: string
  /** The worst gates that keep the release back, at most five, by name. */
  readonly blocking: readonly { readonly name: string; readonly status: Status }[]
}

/** An evaluation as its page shows it; evidence and curves come apart. */
export interface EvaluationRecord extends EvaluationSummary {
  readonly report: PolicyVerdict
  readonly datasets: Evidence['datasets']
  readonly engine: Evidence['engine']
  /** The evaluations of the same model before and after the last push of this one. */
  readonly previous: string | null
  readonly next: string | null
  /** The last twenty times that it was pushed, newest first. */
  readonly pushes: readonly Push[]
}

/** One time that an evaluation was pushed. */
export interface Push {
  readonly push: number
  readonly origin: Origin
  /** As the audit log names who pushed it. */
  readonly actor: string
  readonly createdAt: string
}

/** A model in the list of models. */
export interface ModelSummary {
  readonly model: string
  readonly description: string | null
  readonly owners: readonly string[]
  /** How often it was evaluated: pushes that are kept. */
  readonly evaluations: number
  /** What was pushed last. */
  readonly last: EvaluationSummary
  /** Up to twenty pushes, oldest first. */
  readonly trend: readonly TrendPoint[]
  /** What a person has to look at: gates that fail or cannot tell, waivers that end soon or have ended. */
  readonly waiting: readonly Waiting[]
}

export interface TrendPoint {
  readonly id: string
  readonly push: number
  readonly verdict: Status
  readonly createdAt: string
}

export interface Waiting {
  readonly kind: 'failing' | 'inconclusive' | 'error' | 'waiver-ends' | 'waiver-expired'
  readonly gate: string
  readonly slice: string | null
  /** One sentence. */
  readonly text: string
}

/** Evidence of an earlier evaluation for judging it again: without curves. */
export interface PastEvidence {
  readonly evaluation: EvaluationSummary
  readonly evidence: Evidence
}

/** A policy by the hash of its files. */
export interface PolicyRecord {
  readonly sha256: string
  readonly model: string
  readonly files: readonly PolicyFileText[]
  readonly createdAt: string
  /** The last evaluation under it; `null` where none is kept any more. */
  readonly last: PolicyVersion['last']
}

export interface PolicyVersion {
  readonly sha256: string
  /** When it was first pushed under, and last. */
  readonly createdAt: string
  readonly lastAt: string
  readonly evaluations: number
  readonly last: { readonly id: string; readonly verdict: Status } | null
}

/** A waiver as the last evaluation of its model left it. */
export interface WaiverRecord {
  readonly model: string
  readonly evaluation: string
  readonly gate: string
  readonly slice: string | null
  /** A day, `2026-12-31`. */
  readonly until: string
  readonly reason: string
  readonly approvedBy: string
  readonly state: 'active' | 'unused' | 'expired'
}

export type Scope = 'read' | 'push' | 'admin'

export interface TokenRecord {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** The first characters, to recognise it by; the rest is known to nobody. */
  readonly prefix: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}

/** One row of the audit log; `hash` covers the row and the hash of the row before it. */
export interface AuditEntry {
  readonly sequence: number
  readonly at: string
  readonly actor: string
  /** `evaluation.pushed`, `token.created`, `token.revoked`, `retention.applied`, `workspace.created`. */
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly hash: string
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Give it back for the next page; `null` on the last. */
  readonly nextCursor: string | null
}

export interface WorkspaceRecord {
  readonly id: string
  readonly name: string
  readonly createdAt: string
}

export type Curves = readonly CurveEvidence[]
