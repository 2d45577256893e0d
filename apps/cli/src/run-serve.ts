import { createServer } from 'node:net'
import { UsageError } from './failure.ts'
import { consoleFolder, migrationsFolder } from './served-files.ts'

export interface ServeRun {
  readonly host?: string
  readonly port?: string
  readonly data: string
  readonly tokens?: true
  readonly keepDays?: string
  readonly keepLast?: string
}

const usualPort = 4380
const loopback = '127.0.0.1'

/** Serves until it is told to stop. The first line on standard output is the address. */
export async function runServe(flags: ServeRun): Promise<number> {
  const host = flags.host ?? loopback
  const port = flags.port === undefined ? await freePort(host) : portOf(flags.port)
  const [
    { closeInTime, needsToken, readSettings, refuseOpenHost, startServer },
    { defaultWorkspace, firstToken, openStore, StoreError },
  ] = await Promise.all([import('@sluice/server'), import('@sluice/store')])
  try {
    const settings = readSettings(environmentOf(flags, host, port))
    const { mode, place, retention, oidc, trustProxy, logLevel } = settings
    // Before the store is opened, which takes a while the first time.
    refuseOpenHost(mode, host)
    const store = await openStore({ ...place, ...(migrationsFolder && { migrationsFolder }) })
    const workspace = await defaultWorkspace(store)
    const by = { actor: 'sluice serve', now: new Date() }
    const token = needsToken(settings) ? await firstToken(store, workspace.id, by) : null
    if (token !== null) process.stderr.write(`The first token, shown this once: ${token}\n`)
    const server = await startServer({
      store,
      host,
      port,
      mode,
      consoleFolder: settings.consoleFolder ?? consoleFolder,
      retention,
      oidc,
      trustProxy,
      limits: settings.limits,
      publicUrl: settings.publicUrl,
      log: { level: logLevel, stream: process.stderr },
    })
    process.stdout.write(`Sluice is at ${server.address}\n`)
    await toldToEnd()
    await closeInTime(server, store)
    // An open channel would keep this process.
    if (process.connected) process.disconnect()
    return 0
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.message)
    if (isRefusal(error)) throw new UsageError(error.message)
    throw error
  }
}

/**
 * Flags win over the environment; what has no flag is read from it. Shells set HOST and PORT for purposes of their own. A
 * terminal shows what went wrong, unless it is asked for more.
 */
function environmentOf(flags: ServeRun, host: string, port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SLUICE_LOG_LEVEL: process.env['SLUICE_LOG_LEVEL'] || 'warn',
    HOST: host,
    PORT: String(port),
    SLUICE_DATA: flags.data,
    ...(flags.tokens === true && { SLUICE_MODE: 'tokens' }),
    SLUICE_KEEP_DAYS: flags.keepDays,
    SLUICE_KEEP_LAST: flags.keepLast,
  }
}

/** The usual port, or the first free one of the nine after it. */
async function freePort(host: string): Promise<number> {
  for (let port = usualPort; port < usualPort + 10; port++) if (await isFree(host, port)) return port
  return 0
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`--port is '${text}': expected a whole number from 0 to 65535`)
}

/**
 * Waits for a signal, or for the end of a process that started this one with a channel to it (`npm start` does): one that is
 * killed can send no signal, and its channel closes all the same.
 */
function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    process.once('disconnect', () => resolve())
    // Closed while the store was being opened; without a channel it is undefined.
    if (process.connected === false) resolve()
  })
}

/** What the server or the system will not do as asked: an address in use, a host that needs a login. */
function isRefusal(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return (
    ['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND'].includes(code) ||
    (error instanceof Error && error.name === 'ServerRefusal')
  )
}
