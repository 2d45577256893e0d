import type { NormalUncertainty } from '@sluice/stats'
import { influenceUncertainty } from '@sluice/stats'
import type { Inference } from './metric.ts'

/** What a standard error from influences rests on. */
export interface InfluenceSetting {
  readonly inference: Inference
  /** The name that reports print; clustered ones say `cluster_robust`. */
  readonly method: string
  readonly scale: NormalUncertainty['scale']
  readonly range?: NormalUncertainty['range']
  readonly clusters?: Uint32Array | undefined
  /** Kish's effective number of rows, where weights make it less than their number. */
  readonly effectiveRows?: number | undefined
  /** The two values of a difference, which rounding is relative to. */
  readonly workedOutFrom?: readonly number[]
  /** 1 for rows of the positive class: what `delong` needs. */
  readonly labels?: Uint8Array | undefined
}

/**
 * The uncertainty of a smooth estimate, or of a difference of two, from its influences.
 *
 * @returns `null` with fewer than two units (rows; clusters; for `delong` rows of either class)
 */
export function influenceInterval(
  value: number,
  phi: Float64Array,
  setting: InfluenceSetting,
): NormalUncertainty | null {
  const { inference, method, scale, range, clusters, labels, effectiveRows, workedOutFrom } = setting
  const ranged = { ...(range && { range }), ...(workedOutFrom && { workedOutFrom }) }
  if (clusters !== undefined)
    return influenceUncertainty(value, phi, { method: 'cluster_robust', scale, clusters, ...ranged })
  if (inference === 'mean')
    return influenceUncertainty(value, phi, {
      method,
      scale,
      ...ranged,
      ...(effectiveRows !== undefined && { effectiveRows }),
    })
  const variance = inference === 'delong' && labels !== undefined ? classwise(phi, labels) : plain(phi)
  if (variance === null) return null
  return {
    kind: 'normal',
    method,
    scale,
    standardError: Math.sqrt(variance) / phi.length,
    degreesOfFreedom: null,
    ...(range && { range }),
  }
}

function plain(phi: Float64Array): number | null {
  if (phi.length < 2) return null
  let squares = 0
  for (let i = 0; i < phi.length; i++) squares += phi[i] * phi[i]
  return squares
}

function classwise(phi: Float64Array, labels: Uint8Array): number | null {
  let positives = 0
  let positiveSquares = 0
  let negativeSquares = 0
  for (let i = 0; i < phi.length; i++) {
    if (labels[i] === 1) {
      positives++
      positiveSquares += phi[i] * phi[i]
    } else negativeSquares += phi[i] * phi[i]
  }
  const negatives = phi.length - positives
  if (positives < 2 || negatives < 2) return null
  return (positives / (positives - 1)) * positiveSquares + (negatives / (negatives - 1)) * negativeSquares
}
