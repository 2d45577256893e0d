import type { Condition, Problem, Unit } from '@sluice/policy'
import type { VariantsEvidence } from './variants/variants-evidence.ts'

export type Status = 'pass' | 'fail' | 'warn' | 'inconclusive' | 'waived' | 'skipped' | 'error'

/** What one run of `sluice check` says. The JSON report prints this shape: grow it, rename nothing. */
export interface CheckResult {
  readonly schema: 'sluice.verdict/1'
  readonly verdict: Status
  readonly policies: readonly PolicyVerdict[]
}

export interface PolicyVerdict {
  readonly model: string
  readonly file: string
  readonly description: string | null
  readonly owners: readonly string[]
  readonly verdict: Status
  readonly policySha256: string
  /** The day that waivers were held against, `2026-11-23`; absent in verdicts of before it was kept. */
  readonly asOf?: string
  readonly datasets: readonly { readonly name: string; readonly rows: number }[]
  /** What a reader should know of the data that was judged; absent in verdicts of before it was carried along. */
  readonly notes?: readonly NoteVerdict[]
  readonly gates: readonly GateVerdict[]
  readonly waivers: readonly WaiverVerdict[]
  /** How the builds that the policy compares stand, where it has `variants`. */
  readonly variants?: VariantsEvidence
  /** Why nothing could be judged, where `verdict` is `error` and there are no gates. */
  readonly problems?: readonly Problem[]
}

/** A remark that no gate depends on: rows that no slice holds, what a search found, how a column came about. */
export interface NoteVerdict {
  /** The datasets that it is true of. */
  readonly datasets: readonly string[]
  readonly text: string
}

export interface GateVerdict {
  readonly name: string
  readonly status: Status
  readonly severity: 'block' | 'warn'
  /** Whether this gate, as it stands, keeps the release back. */
  readonly blocking: boolean
  readonly metric: string
  /** How people write the metric: 'ROC-AUC'. */
  readonly metricLabel: string
  /** What values count, where they are no plain numbers. */
  readonly unit?: Unit
  /** What `n` counts, where that is not rows. */
  readonly counts?: 'requests'
  readonly direction: 'higher' | 'lower' | 'target'
  readonly dataset: string
  readonly model: string
  readonly versus: string | null
  /** The stress suite that the model was measured under, where it was under one. */
  readonly stress?: string
  /** The condition as the policy writes it: `{ "min": 0.7 }`. */
  readonly condition: Readonly<Record<string, unknown>>
  readonly judgedBy: {
    readonly proof: 'proven' | 'point' | 'unrefuted'
    readonly confidence: number
    readonly correction: string | null
    readonly family: number
  }
  /** One sentence. */
  readonly reason: string
  /** The next step, where the status is not `pass`. */
  readonly remedy: string | null
  readonly why: string | null
  readonly location: { readonly file: string; readonly line: number; readonly column: number }
  readonly measurements: readonly MeasurementVerdict[]
}

export interface MeasurementVerdict {
  readonly slice: string
  readonly status: Status
  readonly value: number | null
  /** Where it is true, `value` is a lower bound, and has no interval. */
  readonly atLeast?: true
  readonly lower: number | null
  readonly upper: number | null
  readonly level: number
  readonly interval: string | null
  readonly n: number
  /** Kish's effective number of rows, where uneven weights make it less than `n`. */
  readonly effectiveRows?: number
  readonly positives: number | null
  /** The other model's name where the value is a difference. */
  readonly versus: string | null
  readonly of?: { readonly candidate: number | null; readonly baseline: number | null }
  readonly pValue: number | null
  readonly adjustedPValue: number | null
  /** Rows still missing before this can be decided; `null` where more rows are not the remedy. */
  readonly rowsNeeded: number | null
  /** Where the rows still missing are of the whole dataset instead of the slice. */
  readonly rowsNeededOf?: 'dataset'
  /** Of a slice that was searched for: whether its errors are greater on rows that the search did not see, and how sure. */
  readonly discovered?: {
    readonly confirmed: boolean
    readonly pValue: number | null
    readonly adjustedPValue: number | null
  }
  readonly reason: string
  /** The slices (or datasets) whose distance `value` is. */
  readonly compared?: readonly string[]
  readonly note?: string
  readonly waivedBy?: string
}

/** A waiver as it stood on the day of judging. */
export interface WaiverVerdict {
  readonly gate: string
  readonly slice: string | null
  readonly until: string
  readonly reason: string
  readonly approvedBy: string
  /** `active` covers a failure; `unused` covers nothing today; `expired` no longer counts. */
  readonly state: 'active' | 'unused' | 'expired'
}

export type { Condition }
