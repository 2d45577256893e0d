import type { BuildEvidence, IntervalValue, ParetoAxisEvidence } from '@sluice/gates'
import { bytesText, millisecondsText, shortNumber } from '../../wording/index.ts'
import type { AxisName } from './plane.ts'

/** Where a build lies on an axis; what is known exactly has no interval. */
export function axisValue({ quality, latency, size, cost }: BuildEvidence, axis: AxisName): Ends {
  switch (axis) {
    case 'quality':
      return quality
    case 'latency':
      return latency.p99
    case 'size':
      return { value: size, lower: null, upper: null }
    case 'cost':
      return { value: cost, lower: null, upper: null }
  }
}

type Ends = Pick<IntervalValue, 'value' | 'lower' | 'upper'>

/** How numbers of an axis are written. */
export const axisText: Readonly<Record<AxisName, (value: number) => string>> = {
  quality: shortNumber,
  latency: (value) => `${millisecondsText(value)} ms`,
  size: bytesText,
  cost: shortNumber,
}

/** `p99 latency, lower is better`. */
export function axisWords({ label, direction }: Pick<ParetoAxisEvidence, 'label' | 'direction'>): string {
  return `${label}, ${direction} is better`
}

/** Both ends of an interval, where there is one. */
export function endsOf({ lower, upper }: Ends): readonly [number, number] | null {
  return lower === null || upper === null ? null : [lower, upper]
}
