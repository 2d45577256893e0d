import { compareLatencies, type Estimate, latencyQuantile } from '@sluice/metrics'
import type { Policy } from '@sluice/policy'
import { seedFromText } from '@sluice/stats'
import type { MeasurementEvidence, MeasurementKey } from '../../evidence.ts'
import { keysOf, keyText } from '../../plan.ts'

/** A latency, a difference of two, or their ratio, from times by model in the same rounds. */
export function latencyEvidence(
  policy: Policy,
  key: MeasurementKey,
  times: ReadonlyMap<string, Float64Array>,
): MeasurementEvidence {
  const quantile = key.options['quantile'] as number
  const level = strictestLevel(policy, key)
  const own = times.get(key.model)!
  const seed = seedFromText(policy.sha256 + keyText(key))
  if (key.versus === null) return evidenceOf(key, latencyQuantile(own, quantile, level))
  const by = key.metric === 'latency_ratio' ? 'ratio' : 'difference'
  return evidenceOf(key, compareLatencies(own, times.get(key.versus)!, by, { quantile, seed, level }))
}

/** The highest confidence at which a gate judges it, at which an interval has to exist. */
function strictestLevel(policy: Policy, key: MeasurementKey): number {
  const text = keyText(key)
  const readers = policy.gates.filter((gate) => keysOf(gate).some((asked) => keyText(asked) === text))
  return readers.length === 0 ? 0.95 : Math.max(...readers.map(({ confidence }) => confidence))
}

function evidenceOf(key: MeasurementKey, estimate: Estimate): MeasurementEvidence {
  const { value, uncertainty, rows, positives, effectiveRows, noInterval, detail } = estimate
  return {
    ...key,
    slice: 'all',
    value,
    uncertainty,
    rows,
    positives,
    effectiveRows,
    ...(detail !== undefined && {
      of: { candidate: detail['candidate'] as number, baseline: detail['baseline'] as number },
    }),
    ...(noInterval !== undefined && { noInterval, note: noInterval }),
  }
}
