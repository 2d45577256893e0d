import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { Turns } from '../src/http/turns.ts'

test('eight at a time have their turn, and a sender that has gone has none', async () => {
  const turns = new Turns()
  const begun: ServerResponse[] = []
  const refused: string[] = []
  const server = createServer((incoming, answer) => {
    turns.take(answer).then(
      () => begun.push(answer),
      (error: { code: string }) => refused.push(`${incoming.url} ${error.code}`),
    )
    server.emit('asked', answer)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const ask = async (path: string) => {
    const outgoing = request({ port, path, agent: false }).on('error', () => {})
    outgoing.end()
    const [answer] = (await once(server, 'asked')) as [ServerResponse]
    return { outgoing, answer }
  }
  for (let i = 0; i < 8; i++) await ask(`/first-${i}`)
  const gone = await ask('/gone')
  await ask('/last')
  expect([begun.length, refused]).toEqual([8, []])

  gone.outgoing.destroy()
  await once(gone.answer, 'close')
  begun[0]!.end()
  await expect.poll(() => begun.length).toBe(9)
  expect(begun[8]!.req.url).toBe('/last')
  expect(refused).toEqual(['/gone CLIENT_CLOSED_REQUEST'])
  server.closeAllConnections()
  server.close()
})
