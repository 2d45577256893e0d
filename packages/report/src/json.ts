import type { CheckResult } from '@sluice/gates'
import { cleanBlock } from './clean-text.ts'

/**
 * The verdict as JSON, in the shape of the contract (`sluice.verdict/1`), numbers in full double precision.
 *
 * A value that does not exist is `null` with a `note` that says why, never `NaN` or `Infinity`. Control characters and
 * escape sequences are taken out of text, so that what a program prints from it is harmless too.
 */
export function renderJson(result: CheckResult): string {
  return JSON.stringify(toPlainJson({ ...result, policies: result.policies.map(withNotes) }), null, 2)
}

function withNotes(policy: CheckResult['policies'][number]): CheckResult['policies'][number] {
  return {
    ...policy,
    gates: policy.gates.map((gate) => ({
      ...gate,
      measurements: gate.measurements.map((measurement) =>
        measurement.value === null && measurement.note === undefined
          ? { ...measurement, note: measurement.reason }
          : measurement,
      ),
    })),
  }
}

/**
 * Replaces what JSON cannot or should not carry: non-finite numbers become `null`, told in the `note` of the object that
 * holds them; text loses control characters.
 */
export function toPlainJson(value: unknown): unknown {
  if (typeof value === 'string') return cleanBlock(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(toPlainJson)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const lost = entries.filter(([, item]) => typeof item === 'number' && !Number.isFinite(item)).map(([key]) => key)
  const plain = Object.fromEntries(entries.map(([key, item]) => [cleanBlock(key), toPlainJson(item)]))
  if (lost.length === 0) return plain
  const note = `not a finite number: ${lost.join(', ')}`
  return { ...plain, note: typeof plain['note'] === 'string' ? `${plain['note']}; ${note}` : note }
}
