import type { Estimate, UndefinedReason } from './estimate.ts'

/** What an estimate says of its sample; `positives` is `null` where there is no positive class. */
export interface Counted {
  readonly rows: number
  readonly positives: number | null
  readonly effectiveRows: number
}

/** An estimate without a value. */
export function withoutValue(counted: Counted, reason: UndefinedReason, detail?: Estimate['detail']): Estimate {
  return { ...counts(counted), value: null, undefinedBecause: reason, uncertainty: null, ...(detail && { detail }) }
}

/** An estimate with a value: with its uncertainty, or with the reason why it has none. */
export function withValue(
  counted: Counted,
  value: number,
  uncertainty: NonNullable<Estimate['uncertainty']> | string,
  detail?: Estimate['detail'],
): Estimate {
  return {
    ...counts(counted),
    value,
    ...(typeof uncertainty === 'string' ? { uncertainty: null, noInterval: uncertainty } : { uncertainty }),
    ...(detail && { detail }),
  }
}

/** Totals hold more than an estimate tells. */
function counts({ rows, positives, effectiveRows }: Counted): Counted {
  return { rows, positives, effectiveRows }
}
