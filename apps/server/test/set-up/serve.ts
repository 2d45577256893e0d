import { createToken, createWorkspace, openStore, type Scope, type Store } from '@sluice/store'
import pg from 'pg'
import { inject } from 'vitest'
import { type ServerOptions, startServer } from '../../src/index.ts'
import { judgedAt } from './examples.ts'

export interface Served {
  readonly address: string
  readonly store: Store
  readonly workspace: string
  /** Every line of the log. */
  readonly log: readonly string[]
  token(scope: Scope, workspace?: string): Promise<{ readonly token: string; readonly id: string }>
  /** Sends JSON with a token, or without. */
  send(
    method: string,
    path: string,
    token: string | null,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>
  close(): Promise<void>
}

/** A new, empty database on the tests' PostgreSQL. */
export async function newDatabase(name: string): Promise<string> {
  const client = new pg.Client(`${inject('postgresUrl')}/postgres`)
  await client.connect()
  await client.query(`create database "${name}"`)
  await client.end()
  return `${inject('postgresUrl')}/${name}`
}

/** A real server on a free port over a real store: a database of its own on PostgreSQL, unless one is given. */
export async function serve(name: string, options: Partial<ServerOptions> = {}): Promise<Served> {
  const store = options.store ?? (await openStore({ kind: 'postgres', url: await newDatabase(name) }))
  const workspace = (await createWorkspace(store, name)).id
  const log: string[] = []
  const stream = { write: (line: string) => void log.push(line) }
  const defaults = { host: '127.0.0.1', port: 0, mode: 'tokens', now: () => judgedAt } as const
  const server = await startServer({ ...defaults, ...options, store, log: { level: 'info', stream } })
  return {
    address: server.address,
    store,
    workspace,
    log,
    async token(scope, within = workspace) {
      const request = { name: `for-${scope}`, scopes: [scope], actor: 'test', now: judgedAt }
      const { token, record } = await createToken(store, within, request)
      return { token, id: record.id }
    },
    send: (method, path, token, body, headers = {}) =>
      fetch(`${server.address}${path}`, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
      } as RequestInit),
    async close() {
      await server.close()
      if (options.store === undefined) await store.close()
    },
  }
}

/** Asks until the answer is right. @throws where it is not before the deadline */
export async function until<Answer>(ask: () => Promise<Answer>, right: (answer: Answer) => boolean): Promise<Answer> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const answer = await ask()
    if (right(answer)) return answer
    if (Date.now() > deadline) throw new Error(`Waited in vain; the last answer was ${JSON.stringify(answer)}.`)
    await new Promise((next) => setTimeout(next, 20))
  }
}
