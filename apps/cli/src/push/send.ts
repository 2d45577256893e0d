import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { clippedLine } from '@sluice/report'
import pRetry, { AbortError } from 'p-retry'
import { PushError, redirectOf, refusalOf } from './push-error.ts'

export interface Server {
  /** Where the console is: `https://sluice.example.org`. */
  readonly url: string
  readonly token: string | undefined
}

export interface SendOptions {
  /** How often to try again. Default 4: waits of 0.5, 1, 2 and 4 seconds. */
  readonly retries?: number
  /** The first wait, in milliseconds; it doubles. Default 500. */
  readonly firstWait?: number
  /** How long to wait for an answer, in milliseconds. Default 30 000. */
  readonly patience?: number
  readonly onRetry?: (reason: string) => void
}

export interface Stored {
  readonly id: string
  /** Whether the server did not have it before. */
  readonly created: boolean
  /** Whether the server noted this push: not where it was sent before, nor by a server that notes none. */
  readonly noted: boolean
}

const usualPatience = 30_000

/** No server may hold a release back longer than this by asking to wait. */
const longestWait = 20_000

/**
 * Sends one evaluation; again, with growing waits, where the server or the way to it is only away for now. Sending twice
 * is storing once, so that an answer which was lost is no reason not to send again.
 *
 * @throws PushError that says what to do, and whether it may be sent later
 */
export async function send(body: string, server: Server, options: SendOptions = {}): Promise<Stored> {
  const { retries = 4, firstWait = 500, patience = usualPatience, onRetry } = options
  const packed = await promisify(gzip)(body)
  try {
    return await pRetry(() => post(packed, server, patience), {
      retries,
      minTimeout: firstWait,
      factor: 2,
      maxTimeout: longestWait,
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (!(error instanceof PushError) || retriesLeft === 0) return
        onRetry?.(error.message)
        if (error.retryAfter !== null) await wait(Math.min(error.retryAfter * 1000, longestWait))
      },
    })
  } catch (error) {
    throw error instanceof AbortError ? error.originalError : error
  }
}

async function post(body: Buffer, { url, token }: Server, patience: number): Promise<Stored> {
  const response = await fetch(endpoint(url)!, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: new Uint8Array(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
  }).catch((cause: unknown) => {
    const hint = 'Is the server up, and is the address right?'
    const timedOut = cause instanceof Error && cause.name === 'TimeoutError'
    const reason = timedOut ? `no answer in ${patience / 1000} s` : networkReason(cause)
    throw new PushError(`${url} cannot be reached: ${reason}`, hint, 'later', { timedOut })
  })
  if (response.status >= 300 && response.status < 400)
    throw new AbortError(redirectOf(response.status, locationOf(response), url, path))
  if (response.ok) return stored(await response.json().catch(() => null), url)
  const refusal = refusalOf(response.status, await reasonOf(response), url, retryAfterOf(response))
  throw refusal.fault === 'later' ? refusal : new AbortError(refusal)
}

const path = '/api/v1/evaluations'

/** Where evaluations go; `null` for what is no address. */
export function endpoint(url: string): URL | null {
  const base = URL.canParse(url) ? new URL(url) : null
  if (base === null || !['http:', 'https:'].includes(base.protocol)) return null
  return new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base)
}

function stored(answer: unknown, url: string): Stored {
  const { id, created, noted = created } = (answer ?? {}) as Partial<Stored>
  if (typeof id === 'string' && typeof created === 'boolean') return { id, created, noted: noted === true }
  const hint = 'Give the address that the console has in the browser.'
  throw new AbortError(new PushError(`${url} answered with something else than Sluice does`, hint, 'connection'))
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '')
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? clippedLine(message, 500) : ''
  } catch {
    // A proxy's page of HTML says nothing that the status does not.
    return ''
  }
}

function locationOf({ headers, url }: Response): URL | null {
  const location = headers.get('location') ?? ''
  return location !== '' && URL.canParse(location, url) ? new URL(location, url) : null
}

function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : error.message
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
