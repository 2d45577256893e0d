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
    await closeInTime(server, store)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, close)
}

/** Closes the server, then the store; ends this process with 1 where a request is not over after ten seconds. */
export async function closeInTime(server: RunningServer, store: Store): Promise<void> {
  const timer = setTimeout(() => process.exit(1), patience)
  await server.close()
  await store.close()
  clearTimeout(timer)
}
