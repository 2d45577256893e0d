import type { FastifyInstance } from 'fastify'

/** How often to look, in milliseconds, while the server closes. */
const pause = 20

/**
 * When the server closes: ends connections once no request is at hand. Node ends those that wait for another request, but not
 * those that never sent one, which browsers open in advance, nor those answered since; it would wait for them for minutes.
 */
export function endConnections(app: FastifyInstance): void {
  let atHand = 0
  app.addHook('onRequest', async (_request, reply) => {
    atHand += 1
    reply.raw.once('close', () => {
      atHand -= 1
    })
  })
  app.addHook('preClose', async () => {
    const looking = setInterval(() => {
      if (atHand === 0) app.server.closeAllConnections()
    }, pause)
    app.server.once('close', () => clearInterval(looking))
  })
}
