import { withClient } from './stores.ts'

/** Asks until some connection waits for a lock on the table; gives its process id on the server. */
export function untilWaiting(url: string, table: string): Promise<number> {
  return withClient(url, async (client) => {
    const waiting = 'select pid from pg_locks where relation = to_regclass($1) and not granted'
    for (;;) {
      const { rows } = await client.query<{ pid: number }>(waiting, [table])
      if (rows[0] !== undefined) return rows[0].pid
    }
  })
}
