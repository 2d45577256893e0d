import { openStore } from '@sluice/store'
import { expect, test } from 'vitest'
import { variation } from './set-up/examples.ts'
import { Line } from './set-up/line.ts'
import { newDatabase, type Served, serve, until } from './set-up/serve.ts'

test('while the database is gone requests are told to come back, and afterwards all is as before', async () => {
  const line = new Line(await newDatabase('outage'))
  const store = await openStore({ kind: 'postgres', url: await line.mend() })
  const server = await serve('outage', { store })
  const { token } = await server.token('admin')
  const ready = () => server.send('GET', '/readyz', null)
  expect((await ready()).status).toBe(200)

  await line.cut()
  const down = await ready()
  expect([down.status, down.headers.get('retry-after')]).toEqual([503, '5'])
  await expectUnavailable(server, token)
  expect((await server.send('GET', '/healthz', null)).status).toBe(200)

  await line.mend()
  await until(ready, ({ status }) => status === 200)
  const pushed = await server.send('POST', '/api/v1/evaluations', token, variation(1))
  expect(await pushed.json()).toMatchObject({ created: true })
  await server.close()
  await store.close()
  await line.cut()
})

test('a database that takes connections and answers nothing is unavailable, and no connection is lost to it', async () => {
  const line = new Line(await newDatabase('silence'))
  const store = await openStore({ kind: 'postgres', url: await line.mend(), patience: 500, maxConnections: 2 })
  const server = await serve('silence', { store })
  const { token } = await server.token('admin')
  expect((await server.send('GET', '/api/v1/models', token)).status).toBe(200)
  // As many connections as may be, all idle.
  await Promise.all([1, 2].map(() => store.transact((transaction) => transaction.execute('select 1'))))
  let begun: Promise<PromiseSettledResult<void>[]> | null = null
  // In the middle of a transaction, where the driver alone would keep the connection and wait for it again.
  const held = store.transact(async (transaction) => {
    line.silence()
    // And where one begins, more often than there are connections.
    begun = Promise.allSettled([1, 2, 3].map(() => store.transact(async () => {})))
    await transaction.execute('select 1')
  })
  await expect(held).rejects.toThrow()
  expect((await begun!).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect((await server.send('GET', '/readyz', null)).status).toBe(503)
  await expectUnavailable(server, token)

  line.speak()
  await until(
    () => server.send('GET', '/readyz', null),
    ({ status }) => status === 200,
  )
  const pushed = await server.send('POST', '/api/v1/evaluations', token, variation(1))
  expect(await pushed.json()).toMatchObject({ created: true })
  await server.close()
  await store.close()
  await line.cut()
})

test('a connection that breaks between two statements of a transaction ends that transaction and nothing else', async () => {
  const line = new Line(await newDatabase('broken'))
  const store = await openStore({ kind: 'postgres', url: await line.mend() })
  const broken = store.transact(async (transaction) => {
    await line.cut()
    await transaction.execute('select 1')
  })
  await expect(broken).rejects.toThrow()
  await line.mend()
  await store.ping()
  await store.close()
  await line.cut()
})

test('a statement that takes too long is given up by the database too', async () => {
  const url = await newDatabase('slow')
  const store = await openStore({ kind: 'postgres', url, patience: 500 })
  await expect(store.transact((transaction) => transaction.execute('select pg_sleep(60)'))).rejects.toThrow()
  const running = async () => {
    const asked =
      "select count(*)::int as n from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'"
    const { rows } = (await store.database.execute(asked)) as unknown as { rows: [{ n: number }] }
    return rows[0].n
  }
  await until(running, (count) => count === 0)
  await store.close()
})

async function expectUnavailable(server: Served, token: string): Promise<void> {
  for (const response of [
    await server.send('GET', '/api/v1/models', token),
    await server.send('GET', '/trpc/models.list?input=%7B%7D', token),
    await server.send('POST', '/api/v1/evaluations', token, variation(1)),
    await server.send('GET', '/metrics', token),
    await server.send('POST', '/session', null, { token }),
  ]) {
    const text = await response.text()
    expect([response.url, response.status, response.headers.get('retry-after')]).toEqual([response.url, 503, '5'])
    expect(text).toContain('try again in a few seconds')
    expect(text).not.toMatch(/ECONN|127\.0\.0\.1|select|postgres|timeout/i)
  }
}
