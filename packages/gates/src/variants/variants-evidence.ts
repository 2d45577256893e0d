import type { ParetoComparison } from '@sluice/metrics'
import type { Unit } from '@sluice/policy'

/** How the builds of a model stand to each other. Plain JSON; every number is of a measurement of the same evidence. */
export interface VariantsEvidence {
  readonly reference: string
  readonly dataset: string
  /** Of every interval here. */
  readonly level: number
  readonly quality: {
    readonly metric: string
    readonly label: string
    readonly options: Readonly<Record<string, unknown>>
    readonly direction: 'higher' | 'lower' | 'target'
  }
  /** How they were timed; `rows` in a request. */
  readonly timing: { readonly requests: number; readonly rows: number; readonly warmUp: number }
  /** The reference first, then the builds as the policy lists them. */
  readonly builds: readonly BuildEvidence[]
  readonly pareto: ParetoEvidence
  /** What a reader must know of these numbers. */
  readonly notes: readonly string[]
}

/** A value with its interval; without one `note` says why. A value that does not exist is `null`. */
export interface IntervalValue {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly n: number
  readonly note?: string
}

export interface SliceValue extends IntervalValue {
  /** The slice definition and the slice. */
  readonly partition: string
  readonly slice: string
}

export interface BuildEvidence {
  readonly model: string
  readonly role: 'reference' | 'build'
  /** Bytes of its file; `null` where it is in none. */
  readonly size: number | null
  /** As the policy states it, in whatever it counts. */
  readonly cost: number | null
  readonly quality: IntervalValue
  /** Milliseconds. */
  readonly latency: { readonly p50: IntervalValue; readonly p90: IntervalValue; readonly p99: IntervalValue }
  /** Beside the reference, on the same rows and in the same rounds; `null` for the reference. */
  readonly versus: BuildComparison | null
  readonly onFront: boolean
}

export interface BuildComparison {
  /** Quality minus that of the reference, paired. */
  readonly quality: IntervalValue
  readonly qualityBySlice: readonly SliceValue[]
  /** The share of rows that the reference decides rightly and this build wrongly; `null` where nothing is decided. */
  readonly negativeFlips: IntervalValue | null
  readonly negativeFlipsBySlice: readonly SliceValue[]
  /** Latency over that of the reference. */
  readonly latencyRatio: { readonly p50: IntervalValue; readonly p99: IntervalValue }
}

/** The axes that builds are compared by. */
export interface ParetoAxisEvidence {
  readonly name: 'quality' | 'latency' | 'size' | 'cost'
  /** How people write it: `ROC-AUC`, `p99 latency`. */
  readonly label: string
  readonly direction: 'higher' | 'lower'
  readonly unit: Unit | null
}

export interface ParetoEvidence {
  readonly axes: readonly ParetoAxisEvidence[]
  /** The builds that no other dominates. */
  readonly front: readonly string[]
  /** Every pair once: on which axes which is better, where intervals do not separate, and who dominates. */
  readonly comparisons: readonly ParetoComparison[]
}
