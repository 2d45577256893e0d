import { setTimeout as wait } from 'node:timers/promises'
import type { Client, ClientConfig } from 'pg'

/** Between a lost connection and the next attempt. */
const pause = 1_000

/**
 * Calls back with the payload of each NOTIFY on a channel, over a connection of its own that is made anew whenever it
 * breaks. What is notified in between is not heard.
 *
 * @param channel a lower-case word
 * @returns stops listening; given once the first attempt to connect has ended, well or not
 */
export async function listenOnPostgres(
  config: ClientConfig,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  let current: Client | null = null
  const listenOnce = async (onListening: () => void) => {
    current = await connected(config)
    const ended = new Promise<void>((done) => current?.once('end', done))
    current.on('notification', ({ payload }) => onPayload(payload ?? ''))
    await current.query(`LISTEN ${channel}`)
    onListening()
    await ended
  }
  const listenOn = async (onListening: () => void) => {
    while (!stopping.signal.aborted) {
      // The rest of the server says what is wrong with the database.
      await listenOnce(onListening).catch(() => current?.end().catch(() => {}))
      onListening()
      await wait(pause, undefined, { ref: false, signal: stopping.signal }).catch(() => {})
    }
  }
  let listening: Promise<void> = Promise.resolve()
  await new Promise<void>((first) => {
    listening = listenOn(first)
  })
  return async () => {
    stopping.abort()
    await current?.end().catch(() => {})
    await listening
  }
}

async function connected(config: ClientConfig): Promise<Client> {
  const { Client: Connection } = (await import('pg')).default
  const client = new Connection(config)
  // Its end is what counts; without a listener its errors would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}
