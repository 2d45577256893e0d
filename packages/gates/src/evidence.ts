import type { UndefinedReason } from '@sluice/metrics'
import type { Uncertainty } from '@sluice/stats'
import type { GoldenEvidence } from './instruments/golden/golden-evidence.ts'
import type { StressEvidence } from './instruments/stress/stress-evidence.ts'
import type { CalibrationEvidence } from './measure/calibration/calibration-evidence.ts'
import type { VariantsEvidence } from './variants/variants-evidence.ts'

/** What was measured, whole: any verdict can be judged again from a policy and this. Plain JSON. */
export interface Evidence extends EvidenceSections {
  readonly schema: 'sluice.evidence/1'
  readonly model: string
  readonly policy: { readonly file: string; readonly sha256: string }
  readonly engine: { readonly name: 'sluice'; readonly version: string }
  /** What the policy's names stood for: see `definitionsOf`. */
  readonly definitions: Readonly<Record<string, string>>
  readonly datasets: readonly DatasetEvidence[]
  readonly measurements: readonly MeasurementEvidence[]
  /** The curves of each (dataset, model), over all rows and by slice, thinned for a screen. */
  readonly curves: readonly CurveEvidence[]
}

/** What is said beside measurements, for people to look into; a policy that asks nothing of it has no section of it. */
export interface EvidenceSections {
  /** Kept with the curves, of which it is one kind. */
  readonly calibration?: readonly CalibrationEvidence[]
  readonly golden?: readonly GoldenEvidence[]
  readonly stress?: readonly StressEvidence[]
  readonly variants?: VariantsEvidence
}

export interface DatasetEvidence {
  readonly name: string
  readonly rows: number
  readonly inputs: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
  /** The slices of each definition that was measured, by name; empty where it has none, as a search that finds nothing. */
  readonly slices: Readonly<Record<string, readonly string[]>>
  readonly notes: readonly string[]
  /** How each search for slices went; absent where nothing was searched, and in evidence of before it was kept. */
  readonly searches?: readonly SearchEvidence[]
}

/** A search for the slices that a model is worst on. */
export interface SearchEvidence {
  /** The slice definition, which says what was searched for. */
  readonly partition: string
  readonly searchedRows: number
  /** Rows that the search did not see: findings are tested and measured on these. 0: too few to keep any back. */
  readonly keptBackRows: number
  /** Slices whose rows were counted; the others were ruled out by bounds. */
  readonly evaluatedSlices: number
  /** Of those, the ones with enough rows to be found. 0: the search could not run. */
  readonly eligibleSlices: number
  /** Rows of the dataset still missing for the search to run and to be confirmed; `null` where more rows do not help. */
  readonly rowsNeeded: number | null
  readonly found: readonly FoundSliceEvidence[]
}

/** A finding, and whether it holds on rows that the search did not see. */
export interface FoundSliceEvidence {
  readonly slice: string
  /** Mean error in the slice minus that in the rest, on the rows kept back; `null` without rows on both sides. */
  readonly difference: number | null
  /** One-sided Welch test that the slice's errors are greater; `null` where there is nothing to test. */
  readonly pValue: number | null
  /** Holm over the findings of the search. */
  readonly adjustedPValue: number | null
  /** On rows kept back, at 95 %. */
  readonly confirmed: boolean
}

/** What names a measurement: the plan asks for each once, and `judge` finds it again by the same fields. */
export interface MeasurementKey {
  readonly dataset: string
  readonly model: string
  /** The model subtracted from it on the same rows, row by row; `null` for the value itself. */
  readonly versus: string | null
  readonly metric: string
  readonly options: Readonly<Record<string, unknown>>
  /** The slice definition it belongs to; `null` for all rows. */
  readonly partition: string | null
}

export interface MeasurementEvidence extends MeasurementKey {
  readonly slice: string
  /** `null` where it does not exist; then `note` says why. */
  readonly value: number | null
  readonly uncertainty: Uncertainty | null
  /** Where it is true, `value` is a lower bound: what was looked for may be anywhere above. */
  readonly atLeast?: true
  readonly rows: number
  readonly positives: number | null
  readonly effectiveRows: number
  /** Under `versus`: the two values whose difference `value` is. */
  readonly of?: { readonly candidate: number | null; readonly baseline: number | null }
  readonly threshold?: number
  /** Why there is no value, as a word that programs read. */
  readonly undefinedBecause?: UndefinedReason
  /** Why there is a value without an interval. */
  readonly noInterval?: string
  /** The same for people, and anything else worth knowing of this measurement. */
  readonly note?: string
}

export interface CurveEvidence {
  readonly dataset: string
  readonly model: string
  /** The slice definition and the slice that it is of; absent for all rows. */
  readonly partition?: string
  readonly slice?: string
  readonly kind: 'roc' | 'precision_recall' | 'lift' | 'reliability' | 'score_distribution'
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly threshold?: readonly (number | null)[]
  /** Pointwise 95 % limits of `y`, where the curve has them. */
  readonly lower?: readonly number[]
  readonly upper?: readonly number[]
  /** Of a score distribution, whose `x` are the left ends of equally wide bins and `y` the positives' share: the negatives' share. */
  readonly negatives?: readonly number[]
  /** Where the last bin ends. */
  readonly end?: number
}
