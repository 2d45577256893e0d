import { createToken, defaultWorkspace, getEvidence, listEvaluations, openStore, verifyAudit } from '@sluice/store'
import { expect, test } from 'vitest'
import { variationOfToday } from './set-up/examples.ts'
import { newDatabase, until } from './set-up/serve.ts'
import { type ServerProcess, startProcess } from './set-up/server-process.ts'

const kills = 4
const pushesEach = 25

/** Pushes several at a time, and calls back with each that was acknowledged. */
async function pushAll(
  address: string,
  token: string,
  numbers: number[],
  onAcknowledged: (n: number, id: string) => void,
) {
  const push = async () => {
    for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
      const response = await fetch(`${address}/api/v1/evaluations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(variationOfToday(n)),
      })
      expect(response.status).toBe(200)
      onAcknowledged(n, ((await response.json()) as { id: string }).id)
    }
  }
  await Promise.allSettled([push(), push(), push(), push()])
}

test('a server killed in the middle of pushes has stored every acknowledged one, whole and once', async () => {
  const url = await newDatabase('kills')
  const store = await openStore({ kind: 'postgres', url })
  const { id: workspace } = await defaultWorkspace(store)
  const request = { name: 'ci', scopes: ['push', 'read'] as const, actor: 'test', now: new Date() }
  const { token } = await createToken(store, workspace, request)
  const environment = { DATABASE_URL: url, SLUICE_LOG_LEVEL: 'silent' }
  const acknowledged = new Map<number, string>()
  let server: ServerProcess = await startProcess(environment)
  for (let round = 0; round < kills; round++) {
    const numbers = Array.from({ length: pushesEach }, (_, n) => round * pushesEach + n)
    const killed = server
    let here = 0
    let dead: Promise<unknown> | null = null
    await pushAll(killed.address, token, [...numbers], (n, id) => {
      acknowledged.set(n, id)
      here += 1
      // Others are under way now: 3, 6, … have been acknowledged.
      if (here === 3 * (round + 1)) dead = killed.end('SIGKILL')
    })
    expect(dead).not.toBeNull()
    await dead
    server = await startProcess(environment)
    // A sender that heard nothing sends again: what was stored unheard is stored once all the same.
    await pushAll(
      server.address,
      token,
      numbers.filter((n) => !acknowledged.has(n)),
      (n, id) => acknowledged.set(n, id),
    )
  }
  expect(acknowledged.size).toBe(kills * pushesEach)
  const stored: string[] = []
  let cursor: string | undefined
  do {
    const page = await listEvaluations(store, workspace, { limit: 50, cursor })
    stored.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect([...stored].sort()).toEqual([...acknowledged.values()].sort())
  for (const [n, id] of acknowledged)
    expect(await getEvidence(store, workspace, id)).toEqual(variationOfToday(n).evidence)
  expect(await verifyAudit(store, workspace)).toMatchObject({ ok: true })

  // Told to end, it ends live pages, answers what is at hand, and exits cleanly.
  const live = await fetch(`${server.address}/trpc/evaluations.onPushed`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
  })
  const ended = live.text()
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
}, 80_000)

test('a server with neither login nor loopback says why it does not start', async () => {
  const started = startProcess({
    HOST: '0.0.0.0',
    SLUICE_MODE: 'single-user',
    DATABASE_URL: await newDatabase('refused'),
  })
  await expect(started).rejects.toThrow(/Refusing to listen on 0\.0\.0\.0/)
})
