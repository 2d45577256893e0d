import { type Estimate, isRounding, noSpread, tooFewEffectiveRows } from '@sluice/metrics'
import type { MeasurementEvidence, MeasurementKey } from '../evidence.ts'
import { measures } from '../measures/index.ts'
import { leftOutNote } from './left-out-note.ts'
import { undefinedNote } from './undefined-note.ts'

/** What was asked. */
interface Asked {
  readonly key: MeasurementKey
  readonly threshold: number
  /** The names of the classes or labels that it is of, in their order; none for other tasks. */
  readonly outputs?: readonly string[]
}

/** Evidence of one measured value. An infinite value is none: it could be neither stored nor judged. */
export function measurementEvidence(
  { key, threshold, outputs = [] }: Asked,
  slice: string,
  estimate: Estimate,
  certain = false,
): MeasurementEvidence {
  const finite = estimate.value === null || Number.isFinite(estimate.value)
  const undefinedBecause = finite ? estimate.undefinedBecause : 'infinite'
  const { uncertainty, noInterval } = certain ? estimate : honest(estimate)
  const missing = undefinedBecause === undefined ? noInterval : undefinedNote(undefinedBecause, key.options, estimate)
  const notes = [missing, leftOutNote(estimate, outputs)].filter((one) => one !== undefined && one !== null)
  return {
    ...key,
    slice,
    value: finite ? estimate.value : null,
    uncertainty: finite ? uncertainty : null,
    rows: estimate.rows,
    positives: estimate.positives,
    effectiveRows: estimate.effectiveRows,
    ...(measures.get(key.metric)!.needs.includes('threshold') ? { threshold } : {}),
    ...(undefinedBecause === undefined ? {} : { undefinedBecause }),
    ...(noInterval === undefined ? {} : { noInterval }),
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  }
}

/** Evidence of a paired difference, with the two values that it is of. Only models that agree on every row differ by certainly nothing. */
export function differenceEvidence(
  asked: Asked,
  slice: string,
  difference: Estimate,
  { candidate, baseline }: { readonly candidate: unknown; readonly baseline: unknown },
): MeasurementEvidence {
  const agree = difference.value === 0 && agreeOnEveryRow(candidate as object, baseline as object)
  const number = (value: unknown) => (typeof value === 'number' ? value : null)
  const { detail } = difference
  const of = { candidate: number(detail?.['candidate']), baseline: number(detail?.['baseline']) }
  return { ...measurementEvidence(asked, slice, difference, agree), of }
}

/**
 * An estimate whose uncertainty does not claim certainty: rows that happen not to vary (ten right answers out of ten)
 * give a standard error of 0, or of a rounding error, from which any bound would be proven; and where weights leave single
 * rows that outweigh the others, the spread is theirs alone.
 */
export function honest(estimate: Estimate): Pick<Estimate, 'uncertainty' | 'noInterval'> {
  const { uncertainty, value, detail } = estimate
  if (uncertainty === null) return estimate
  const few = tooFewEffectiveRows(estimate)
  if (few !== null) return { uncertainty: null, noInterval: few }
  const values = [value, detail?.['candidate'], detail?.['baseline']].filter((one) => typeof one === 'number')
  return isRounding(uncertainty, values, 0) ? { uncertainty: null, noInterval: noSpread } : estimate
}

/** Whether two samples are the same, column by column: scores of two models that never differ. */
function agreeOnEveryRow(a: object, b: object): boolean {
  const columns = (sample: object) =>
    Object.values(sample).filter((value) => ArrayBuffer.isView(value)) as Float64Array[]
  const [ours, theirs] = [columns(a), columns(b)]
  return ours.length === theirs.length && ours.every((column, i) => sameValues(column, theirs[i]!))
}

function sameValues(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
