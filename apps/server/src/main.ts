import { defaultWorkspace, firstToken, openStore, type Store, StoreError } from '@sluice/store'
import { closeOnSignals } from './close-on-signals.ts'
import { ServerRefusal } from './refuse-open-host.ts'
import { needsToken, readSettings, type Settings } from './settings.ts'
import { startServer } from './start-server.ts'

try {
  await serve(readSettings(process.env))
} catch (error) {
  if (!(error instanceof ServerRefusal) && !(error instanceof StoreError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}

async function serve({ place, logLevel, ...settings }: Settings): Promise<void> {
  const store = await openStore(place)
  try {
    const server = await startServer({ ...settings, store, log: { level: logLevel } })
    closeOnSignals(server, store)
    if (needsToken(settings)) await printFirstToken(store)
    process.stdout.write(`Sluice serves at ${server.address}\n`)
  } catch (error) {
    await store.close()
    throw error
  }
}

/** A server whose workspace has no token that may administrate could never be given one: the first is printed where it was started. */
async function printFirstToken(store: Store): Promise<void> {
  const { id } = await defaultWorkspace(store)
  const token = await firstToken(store, id, { actor: 'sluice', now: new Date() })
  if (token === null) return
  process.stdout.write(`First token, shown this once; it may do everything: ${token}\n`)
}
