import type { ProportionUncertainty, Uncertainty } from '@sluice/stats'
import type { Estimate, UndefinedReason } from '../estimate.ts'
import { influenceInterval } from '../inference.ts'
import type { Metric } from '../metric.ts'
import type { Rows } from '../samples.ts'
import { definedOver, type RowTotals, rowTotals, undefinedOver } from './row-totals.ts'

/** A smooth functional of a sample: its value, and on demand each position's influence on it. */
export interface Smooth {
  readonly value: number
  /** Mean zero over all positions; weighted samples fold `w·n/W` in. */
  influence(): Float64Array
  readonly detail?: Estimate['detail']
  /** Positions that the value rests on, where others are excluded; the influences of those are 0. */
  readonly included?: number
  /** Kish's effective number of these. */
  readonly effectiveIncluded?: number
}

export interface Absent {
  readonly reason: UndefinedReason
  readonly detail?: Estimate['detail']
}

export interface SmoothDefinition<Sample extends Rows, Options> {
  readonly scale?: Metric<Sample, Options>['scale']
  /** What reports call the interval: `student_t` for means, `delta` for functions of means, `wilson` for shares. */
  readonly method: 'student_t' | 'delta' | 'wilson' | 'delong'
  readonly range: readonly [number | null, number | null]
  /** The number of positions of a sample. */
  length(sample: Sample): number
  /** As of `Metric`; absent for functions of probabilities, shares and ranks. */
  resolution?(sample: Sample, options: Options): number
  /** Called only where some position has weight. */
  evaluate(sample: Sample, options: Options, totals: RowTotals): Smooth | Absent
}

/** Above this share of one row in Σφ², the t interval of a mean is not to be trusted, and `detail` says so. */
const HEAVY_SHARE = 0.2

/** A metric whose interval, clusters and pairing all come from its influences. */
export function smoothMetric<Sample extends Rows, Options>(
  definition: SmoothDefinition<Sample, Options>,
): Metric<Sample, Options> {
  const scale = definition.scale ?? 'identity'
  const evaluated = (sample: Sample, options: Options) => {
    const totals = rowTotals(definition.length(sample), sample.weights)
    if (totals.nothing !== null) return { totals, result: { reason: totals.nothing } }
    return { totals, result: finite(definition.evaluate(sample, options, totals)) }
  }
  return {
    scale,
    inference: 'mean',
    estimate(sample, options) {
      const { totals, result } = evaluated(sample, options)
      if ('reason' in result) return undefinedOver(totals, result.reason, result.detail)
      const resolution = definition.resolution?.(sample, options)
      const counted = { ...totals, ...entered(totals, result) }
      return smoothEstimate(counted, result, sample, { ...definition, scale, resolution })
    },
    influence(sample, options) {
      const { result } = evaluated(sample, options)
      return 'reason' in result ? null : result.influence()
    },
    ...(definition.resolution && { resolution: definition.resolution }),
  }
}

/** What an estimate counts: the positions that its value rests on. */
export function entered(
  { rows, effectiveRows }: RowTotals,
  { included = rows, effectiveIncluded = effectiveRows }: Smooth,
): Pick<Estimate, 'rows' | 'effectiveRows'> {
  return { rows: included, effectiveRows: effectiveIncluded }
}

function finite(result: Smooth | Absent): Smooth | Absent {
  return 'reason' in result || Number.isFinite(result.value) ? result : { reason: 'infinite' }
}

function smoothEstimate(
  totals: RowTotals,
  smooth: Smooth,
  { weights, clusters }: Rows,
  {
    method,
    scale,
    range,
    resolution,
  }: Pick<SmoothDefinition<Rows, never>, 'method' | 'range'> & {
    scale: Metric<Rows, never>['scale']
    resolution: number | undefined
  },
): Estimate {
  const units = smooth.included ?? totals.rows
  if (units < 2) return definedOver(totals, smooth.value, 'one row tells nothing of the spread', smooth.detail)
  const { value } = smooth
  if (method === 'wilson' && weights === undefined && clusters === undefined) {
    return definedOver(totals, value, wilson(value, units), smooth.detail)
  }
  const phi = smooth.influence()
  const named = method === 'wilson' ? 'student_t' : method
  const edge = scale !== 'identity' && (value === range[0] || value === range[1])
  const uncertainty = influenceInterval(value, phi, {
    inference: 'mean',
    method: named,
    scale: edge ? 'identity' : scale,
    range,
    clusters,
    effectiveRows: totals.effectiveRows,
  })
  if (uncertainty === null) return definedOver(totals, value, 'one cluster holds all rows', smooth.detail)
  const share = heaviestShare(phi)
  const detail = share > HEAVY_SHARE && units > 10 ? { ...smooth.detail, heaviest_row_share: share } : smooth.detail
  const error = uncertainty.standardError
  const given: Uncertainty =
    method === 'wilson' ? wilson(value, effectiveTrials(value, error, totals, clusters)) : uncertainty
  return definedOver(totals, value, given, detail, resolution)
}

function wilson(share: number, trials: number): ProportionUncertainty {
  return { kind: 'proportion', method: 'wilson', successes: share * trials, trials }
}

/** The number of independent rows that would give a share this standard error; at 0 and 1 there is none to go by. */
function effectiveTrials(share: number, error: number, totals: RowTotals, clusters: Uint32Array | undefined): number {
  if (error > 0) return Math.min(totals.rows, (share * (1 - share)) / error ** 2)
  return clusters === undefined ? totals.effectiveRows : Math.min(totals.effectiveRows, new Set(clusters).size)
}

function heaviestShare(phi: Float64Array): number {
  let squares = 0
  let most = 0
  for (const value of phi) {
    squares += value * value
    most = Math.max(most, value * value)
  }
  return squares === 0 ? 0 : most / squares
}
