import { Worker } from 'node:worker_threads'
import { helpSorting } from '../samples/binary.ts'
import type { Answer, Message, Request } from './serve-jobs.ts'

interface Waiting {
  readonly resolve: (answer: never) => void
  readonly reject: (error: unknown) => void
}

/** One worker thread. It answers requests one after the other, in their order. */
export class Thread {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []
  #failure: unknown = null
  constructor(script: URL) {
    this.#worker = new Worker(script)
    this.#worker.on('message', (message: Message) => {
      // What it sorts is what this thread waits for next.
      if ('shared' in message) helpSorting(message.shared)
      else this.#waiting.shift()?.resolve(message.answer as never)
    })
    this.#worker.on('error', (error) => {
      this.#failure = error
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    })
  }

  /** Posts at once; rejects where the thread broke. */
  ask<R extends Request>(request: R): Promise<Answer<R>> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(request)
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}
