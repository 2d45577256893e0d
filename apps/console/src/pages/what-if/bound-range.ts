import type { GateVerdict } from '@sluice/gates'
import { boundList } from '../../wording/index.ts'

export interface BoundRange {
  readonly from: number
  readonly to: number
  /** A round step: about two hundred of them from end to end. */
  readonly step: number
}

/** From where to where moving a gate's bound can matter: around its intervals and its bound, with some room. */
export function boundRange(gate: Pick<GateVerdict, 'condition' | 'measurements'>): BoundRange {
  const seen = gate.measurements.flatMap(({ value, lower, upper }) =>
    [value, lower, upper].filter((one) => one !== null),
  )
  const all = [...seen, ...boundList(gate)].filter(Number.isFinite)
  return all.length === 0 ? around(0, 1) : around(Math.min(...all), Math.max(...all))
}

/** A range with a bound in it that someone typed: where it lies beyond the ends, the range follows, with some room. */
export function reaching(range: BoundRange, bound: number): BoundRange {
  if (!Number.isFinite(bound) || (bound >= range.from && bound <= range.to)) return range
  const wider = around(Math.min(range.from, bound), Math.max(range.to, bound))
  // The other end stays where it is.
  return bound > range.to ? { ...wider, from: range.from } : { ...wider, to: range.to }
}

function around(least: number, greatest: number): BoundRange {
  const width = greatest - least || Math.abs(greatest) || 1
  const step = 10 ** Math.floor(Math.log10(width / 50))
  const snap = (value: number, round: (value: number) => number) =>
    Number((round(Number((value / step).toPrecision(10))) * step).toPrecision(12))
  return { from: snap(least - width * 0.15, Math.floor), to: snap(greatest + width * 0.15, Math.ceil), step }
}
