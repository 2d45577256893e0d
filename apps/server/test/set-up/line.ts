import { connect, createServer, type Server, type Socket } from 'node:net'

/** A line to the database that can be cut, so that connections break, and silenced, so that nothing comes through. */
export class Line {
  readonly #target: URL
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #port = 0
  #silent = false
  constructor(target: string) {
    this.#target = new URL(target)
  }

  /** Connections are taken from now on. @returns the database's address by this line, which stays the same */
  async mend(): Promise<string> {
    const server = createServer((near) => {
      const far = connect(Number(this.#target.port), this.#target.hostname)
      this.#join(near, far)
      this.#join(far, near)
    })
    await new Promise<void>((done) => server.listen(this.#port, '127.0.0.1', done))
    this.#port = (server.address() as { port: number }).port
    this.#server = server
    return `postgres://postgres@127.0.0.1:${this.#port}${this.#target.pathname}`
  }

  /** Every connection breaks, and none is taken. */
  async cut(): Promise<void> {
    const closed = new Promise((done) => this.#server!.close(done))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  /** Connections stay, and are taken, but every byte is swallowed: as of a database that hangs. */
  silence(): void {
    this.#silent = true
  }

  /** What is sent from now on comes through; what was swallowed is lost. */
  speak(): void {
    this.#silent = false
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from)
    from.once('close', () => {
      this.#sockets.delete(from)
      to.destroy()
    })
    from.on('error', () => {})
    from.on('data', (bytes) => void (this.#silent || to.write(bytes)))
  }
}
