import type { Status } from '@sluice/gates'
import { type SQL, sql } from 'drizzle-orm'
import type { Store } from './store.ts'

/** That an evaluation was kept. */
export interface PushedNotice {
  readonly workspace: string
  readonly id: string
  readonly model: string
  readonly verdict: Status
}

const channel = 'sluice_pushed'

/** An expression that tells all who listen, when and only if the transaction is kept that evaluates it. */
export function announced(notice: PushedNotice): SQL {
  return sql`pg_notify(${channel}, ${JSON.stringify(notice)})`
}

/**
 * Calls back with each evaluation that is kept from now on, whichever of the servers on this database took it.
 *
 * @returns stops calling back
 */
export function listenForPushes(store: Store, onPushed: (notice: PushedNotice) => void): Promise<() => Promise<void>> {
  return store.listen(channel, (payload) => onPushed(JSON.parse(payload) as PushedNotice))
}
