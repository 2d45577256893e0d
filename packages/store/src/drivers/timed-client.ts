import pg, { type ClientConfig } from 'pg'

/**
 * A connection that answers in time or ends. The driver alone would keep one whose database is silent: every query that
 * follows would wait behind the one that is not answered. Its `query_timeout` bounds connecting as well.
 */
export class TimedClient extends pg.Client {
  constructor(config: ClientConfig = {}) {
    super({ ...config, ...(config.query_timeout && { connectionTimeoutMillis: config.query_timeout }) })
    // What breaks is said to whoever asks next; without a listener a break between two queries would end the process.
    this.on('error', () => {})
  }

  // biome-ignore lint/suspicious/noExplicitAny: the driver's own has nine overloads, of which this changes none.
  override query(...parameters: any[]): any {
    const answer = super.query(...(parameters as [string]))
    // Where a callback is given, the pool waits for it and ends the connection itself.
    if (answer instanceof Promise) answer.catch((error: unknown) => this.#endWhereLate(error))
    return answer
  }

  #endWhereLate(error: unknown): void {
    if (error instanceof Error && error.message === 'Query read timeout') this.connection.stream.destroy()
  }
}
