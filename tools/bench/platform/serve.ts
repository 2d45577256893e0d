/** The server of the bench in a process of its own: `serve.ts DATABASE_URL`. Prints its address; ends by SIGTERM. */
import { closeOnSignals, startServer } from '@sluice/server'
import { openStore } from '@sluice/store'

const [, , url] = process.argv
if (url === undefined) throw new Error('serve.ts DATABASE_URL')
const store = await openStore({ kind: 'postgres', url })
const server = await startServer({
  store,
  host: '127.0.0.1',
  port: 0,
  mode: 'single-user',
  log: false,
  // One caller asks for all that a thousand would.
  limits: { requestsPerMinute: 1e9, changesPerMinute: 1e9 },
})
closeOnSignals(server, store)
process.stdout.write(`${server.address}\n`)
