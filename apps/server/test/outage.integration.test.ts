import { connect, createServer, type Server, type Socket } from 'node:net'
import { openStore } from '@sluice/store'
import { expect, test } from 'vitest'
import { variation } from './set-up/examples.ts'
import { newDatabase, serve, until } from './set-up/serve.ts'

/** A line to the database that can be cut: connections break, new ones are refused, until it is mended. */
class Line {
  readonly #target: URL
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #port = 0
  constructor(target: string) {
    this.#target = new URL(target)
  }
  async mend(): Promise<string> {
    const server = createServer((near) => {
      const far = connect(Number(this.#target.port), this.#target.hostname)
      for (const socket of [near, far]) {
        this.#sockets.add(socket)
        socket.once('close', () => this.#sockets.delete(socket))
        socket.on('error', () => {})
      }
      near.pipe(far).pipe(near)
    })
    await new Promise<void>((done) => server.listen(this.#port, '127.0.0.1', done))
    this.#port = (server.address() as { port: number }).port
    this.#server = server
    return `postgres://postgres@127.0.0.1:${this.#port}${this.#target.pathname}`
  }
  async cut(): Promise<void> {
    const closed = new Promise((done) => this.#server!.close(done))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}

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
    expect(text).not.toMatch(/ECONN|127\.0\.0\.1|select|postgres/i)
  }
  expect((await server.send('GET', '/healthz', null)).status).toBe(200)

  await line.mend()
  await until(ready, ({ status }) => status === 200)
  const pushed = await server.send('POST', '/api/v1/evaluations', token, variation(1))
  expect(await pushed.json()).toMatchObject({ created: true })
  await server.close()
  await store.close()
  await line.cut()
})
