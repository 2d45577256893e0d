import { once } from 'node:events'
import { connect } from 'node:net'
import {
  createToken,
  defaultWorkspace,
  getEvaluation,
  getEvidence,
  listEvaluations,
  listModels,
  openStore,
  type Store,
  verifyAudit,
} from '@sluice/store'
import { expect, test } from 'vitest'
import { variationOfToday } from './set-up/examples.ts'
import { newDatabase, until } from './set-up/serve.ts'
import { type ServerProcess, startProcess } from './set-up/server-process.ts'

const kills = 100
const atOnce = 4

/** Rounds that one kill may take: where none strikes any more, the test says so instead of going on for ever. */
const roundsOfAKill = 4

/** Nothing that is waited for takes this long where it comes at all, however busy the machine. */
const patience = 60_000

/** Starting a server takes a third of a second of one processor; a machine may be ten times as busy. */
const longest = kills * 6_000

interface Pushes {
  /** By number: what was acknowledged, under which id. */
  readonly acknowledged: Map<number, string>
  send(server: ServerProcess, number: number): Promise<void>
}

function pushesWith(token: string): Pushes {
  const acknowledged = new Map<number, string>()
  return {
    acknowledged,
    async send(server, number) {
      const response = await fetch(`${server.address}/api/v1/evaluations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(variationOfToday(number)),
        signal: AbortSignal.timeout(patience),
      })
      const answer = (await response.json()) as { id: string }
      expect([response.status, answer]).toEqual([
        200,
        { id: expect.any(String), created: expect.any(Boolean), noted: expect.any(Boolean) },
      ])
      acknowledged.set(number, answer.id)
    },
  }
}

/**
 * Pushes several at once and kills the server when so many were acknowledged, or, where none shall be, a moment after they
 * were sent. @returns those that were not acknowledged
 */
async function killDuring(server: ServerProcess, pushes: Pushes, numbers: number[], after: number, moment: number) {
  let answered = 0
  let dead: Promise<unknown> | null = null
  const kill = () => {
    dead ??= server.end('SIGKILL')
  }
  if (after === 0) setTimeout(kill, moment)
  await Promise.allSettled(
    numbers.map(async (number) => {
      await pushes.send(server, number)
      answered += 1
      if (answered === after) kill()
    }),
  )
  kill()
  await dead
  return numbers.filter((number) => !pushes.acknowledged.has(number))
}

/** Servers one after the other, each killed while it is pushed to; what it did not answer is sent to the next one. */
async function killServers(environment: Record<string, string>, pushes: Pushes, count: number, next: () => number) {
  let struck = 0
  let unanswered: number[] = []
  let coming = startProcess(environment)
  for (let round = 0; struck < count; round++) {
    if (round > count * roundsOfAKill) throw new Error(`Of ${round} kills, ${struck} struck a push.`)
    const server = await coming
    coming = startProcess(environment)
    const numbers = [...unanswered]
    while (numbers.length < atOnce) numbers.push(next())
    unanswered = await killDuring(server, pushes, numbers, round % 3, (round * 37) % 160)
    // A kill that found every push answered struck none, and does not count.
    if (unanswered.length > 0) struck += 1
  }
  const last = await coming
  await Promise.all(unanswered.map((number) => pushes.send(last, number)))
  await last.end('SIGKILL')
}

async function idsIn(store: Store, workspace: string): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await listEvaluations(store, workspace, { limit: 200, cursor })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids.sort()
}

test(
  'servers killed 100 times in the middle of pushes have stored every acknowledged one, whole and once',
  async () => {
    const url = await newDatabase('kills')
    const store = await openStore({ kind: 'postgres', url })
    const { id: workspace } = await defaultWorkspace(store)
    // With one that may administrate, no server makes another as it starts.
    const request = { name: 'ci', scopes: ['push', 'read', 'admin'] as const, actor: 'test', now: new Date() }
    const { token } = await createToken(store, workspace, request)
    const environment = { DATABASE_URL: url, SLUICE_LOG_LEVEL: 'silent' }
    const pushes = pushesWith(token)
    let numbers = 0
    const next = () => numbers++
    // Two at a time on one database, as where several servers share it.
    await Promise.all([1, 2].map(() => killServers(environment, pushes, kills / 2, next)))

    expect([...pushes.acknowledged.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: numbers }, (_, n) => n))
    expect(await idsIn(store, workspace)).toEqual([...pushes.acknowledged.values()].sort())
    for (const [number, id] of pushes.acknowledged) {
      const { evidence, verdict } = variationOfToday(number)
      expect(await getEvidence(store, workspace, id)).toEqual(evidence)
      expect((await getEvaluation(store, workspace, id))?.report).toEqual(verdict)
    }
    const [model] = (await listModels(store, workspace, { today: '2026-11-24' })).items
    expect(model?.evaluations).toBe(numbers)
    // The token's row, and one of each evaluation.
    expect(await verifyAudit(store, workspace)).toEqual({ ok: true, entries: numbers + 1 })
    await store.close()
  },
  longest,
)

test('a server that is told to end ends live pages, answers what is at hand, and exits cleanly', async () => {
  const url = await newDatabase('told_to_end')
  const store = await openStore({ kind: 'postgres', url })
  const { id: workspace } = await defaultWorkspace(store)
  const { token } = await createToken(store, workspace, {
    name: 'ci',
    scopes: ['push', 'read'],
    actor: 'test',
    now: new Date(),
  })
  const server = await startProcess({ DATABASE_URL: url, SLUICE_LOG_LEVEL: 'silent' })
  const live = await fetch(`${server.address}/trpc/evaluations.onPushed`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
  })
  const ended = live.text()
  // As browsers open them in advance: it never sends a request. A server that waited for it would end with 1.
  const unused = connect(Number(new URL(server.address).port), '127.0.0.1')
  await once(unused, 'connect')
  unused.resume()
  // Sent half, and never more: the same.
  const half = connect(Number(new URL(server.address).port), '127.0.0.1')
  half.write(
    `POST /api/v1/evaluations HTTP/1.1\r\nhost: here\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{`,
  )
  half.resume()
  half.on('error', () => {})
  await once(half, 'connect')
  await until(
    () => fetch(`${server.address}/readyz`).then(({ status }) => status),
    (status) => status === 200,
  )
  expect(await server.end('SIGTERM')).toBe(0)
  expect(await ended).toContain('event: connected')
  await until(
    () =>
      fetch(server.address).then(
        () => 'up',
        () => 'down',
      ),
    (answer) => answer === 'down',
  )
  await store.close()
})

test('a server with neither login nor loopback says why it does not start', async () => {
  const started = startProcess({ HOST: '0.0.0.0', SLUICE_MODE: 'single-user', DATABASE_URL: '' })
  await expect(started).rejects.toThrow(/Refusing to listen on 0\.0\.0\.0/)
})
