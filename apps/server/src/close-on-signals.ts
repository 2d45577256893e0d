import type { Store } from '@sluice/store'
import type { RunningServer } from './start-server.ts'

/** How long requests at hand may take to finish. */
const patience = 10_000

/** On SIGTERM and SIGINT: closes the server, then the store, and ends; at once at the second signal. */
export function closeOnSignals(server: RunningServer, store: Store): void {
  let closing = false
  const close = async () => {
    if (closing) process.exit(130)
    closing = true
    setTimeout(() => process.exit(1), patience).unref()
    await server.close()
    await store.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, close)
}
