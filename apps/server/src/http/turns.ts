import type { ServerResponse } from 'node:http'
import { TRPCError } from '@trpc/server'
import pLimit from 'p-limit'

/** As many as the store has connections for, about: more at a time would gain nothing. */
const atOnce = 8

/**
 * Turns of large bodies. Unpacked and parsed, a push takes many times the memory that it was sent in; where hundreds come at
 * once, only those whose turn it is do, the first are answered soon, and no work is done for a sender that has gone: it sends
 * again, and would otherwise make the queue longer each time.
 */
export class Turns {
  readonly #inTurn = pLimit(atOnce)

  /**
   * Resolves when it is a request's turn, which lasts until its answer is sent.
   *
   * @throws TRPCError `CLIENT_CLOSED_REQUEST` where nobody waits for the answer any more
   */
  take(answer: ServerResponse): Promise<void> {
    return new Promise((begin, refuse) => {
      const turn = () =>
        new Promise<void>((end) => {
          if (answer.closed) {
            refuse(new TRPCError({ code: 'CLIENT_CLOSED_REQUEST', message: 'The sender has gone.' }))
            end()
          } else {
            answer.once('close', end)
            begin()
          }
        })
      void this.#inTurn(turn)
    })
  }
}
