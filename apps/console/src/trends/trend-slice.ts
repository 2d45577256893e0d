import type { GateVerdict } from '@sluice/gates'
import { worstMeasurements } from '../wording/index.ts'

/**
 * The slice whose values are followed over releases: the one that a link points at, else the worst that has a value.
 *
 * @returns `null` for a gate that measured nothing
 */
export function trendSlice(
  gate: Pick<GateVerdict, 'condition' | 'measurements'>,
  pointedAt: string | undefined,
): string | null {
  const sorted = worstMeasurements(gate)
  const named = sorted.find(({ slice }) => slice === pointedAt)
  return (named ?? sorted.find(({ value }) => value !== null) ?? sorted[0])?.slice ?? null
}
