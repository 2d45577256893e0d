import type { NormalUncertainty } from './uncertainty.ts'

/** A normal uncertainty laid out on the scale where it is symmetric. */
export interface Located {
  /** The centre on the natural scale. */
  readonly natural: number
  /** The centre and its standard error on the working scale. */
  readonly center: number
  readonly standardError: number
  readonly to: (value: number) => number
  readonly from: (value: number) => number
  readonly range: readonly [number, number]
}

interface Scale {
  readonly to: (value: number) => number
  readonly from: (value: number) => number
  readonly derivative: (value: number) => number
  readonly domain: readonly [number, number]
}

const SCALES: Readonly<Record<NormalUncertainty['scale'], Scale>> = {
  identity: { to: (v) => v, from: (v) => v, derivative: () => 1, domain: [-Infinity, Infinity] },
  logit: {
    to: (v) => Math.log(v) - Math.log1p(-v),
    from: (v) => (v < 0 ? Math.exp(v) / (1 + Math.exp(v)) : 1 / (1 + Math.exp(-v))),
    derivative: (v) => 1 / (v * (1 - v)),
    domain: [0, 1],
  },
  log: { to: Math.log, from: Math.exp, derivative: (v) => 1 / v, domain: [0, Infinity] },
  fisher_z: { to: Math.atanh, from: Math.tanh, derivative: (v) => 1 / ((1 - v) * (1 + v)), domain: [-1, 1] },
}

/**
 * Maps a centre and its standard error to the working scale by the delta method.
 *
 * At the edge of a scale's domain (a logit of 0 or 1) the map is infinite; there, and beyond, the identity scale serves
 * instead, still cut at the domain.
 *
 * @throws {RangeError} where the centre is not finite or the standard error is negative or not finite
 */
export function locate(value: number, uncertainty: NormalUncertainty): Located {
  const natural = uncertainty.center ?? value
  const { standardError } = uncertainty
  if (!Number.isFinite(natural) || !(standardError >= 0 && standardError < Infinity)) {
    throw new RangeError(
      `An interval around ${natural} with standard error ${standardError} does not exist; both must be finite`,
    )
  }
  const wanted = SCALES[uncertainty.scale]
  const inside = natural > wanted.domain[0] && natural < wanted.domain[1]
  const scale = inside ? wanted : SCALES.identity
  return {
    natural,
    center: scale.to(natural),
    standardError: standardError * scale.derivative(natural),
    to: (v) => scale.to(clamp(v, wanted.domain)),
    from: scale.from,
    range: [
      Math.max(uncertainty.range?.[0] ?? -Infinity, wanted.domain[0]),
      Math.min(uncertainty.range?.[1] ?? Infinity, wanted.domain[1]),
    ],
  }
}

/** The nearest number in `range`. */
export function clamp(value: number, range: readonly [number, number]): number {
  return Math.min(Math.max(value, range[0]), range[1])
}
