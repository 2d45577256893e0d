import type { Status } from '@sluice/gates'
import { statusOrder } from './wording/status-order.ts'

/** A text of the address; numbers too, since the router reads `?slice=2024` as one. Empty and other kinds are absent. */
export function textParameter(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A finite number of the address; anything else is absent. */
export function numberParameter(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** A status of the address; anything else is absent. */
export function statusParameter(value: unknown): Status | undefined {
  return statusOrder.find((status) => status === value)
}
