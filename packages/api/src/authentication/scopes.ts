import type { Scope } from '@sluice/store'

export const scopes = ['read', 'push', 'admin'] as const satisfies readonly Scope[]

/** Whether granted scopes cover one that is needed. `admin` covers the others; `push` and `read` only themselves. */
export function covers(granted: readonly Scope[], needed: Scope): boolean {
  return granted.includes(needed) || granted.includes('admin')
}
