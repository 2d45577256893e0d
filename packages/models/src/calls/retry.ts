import pRetry from 'p-retry'
import { ModelError } from '../model-error.ts'

/** No server may hold a check back longer than this by asking to wait. */
const longestWait = 20_000

export interface RetryOptions {
  /** How often to try again. */
  readonly retries: number
  /** The first wait, in milliseconds; it doubles, and each is drawn between once and twice that. */
  readonly firstWait: number
  /** Ends the waiting. */
  readonly signal: AbortSignal
}

/** Makes a call; again, with growing waits, where it failed only for now. The last failure says how often it was tried. */
export async function retrying<T>(call: () => Promise<T>, { retries, firstWait, signal }: RetryOptions): Promise<T> {
  let tried = 0
  const mayPass = (error: unknown): error is ModelError => error instanceof ModelError && error.isPassing
  const attempt = () => {
    tried++
    return call()
  }
  try {
    return await pRetry(attempt, {
      retries,
      minTimeout: firstWait,
      maxTimeout: longestWait,
      factor: 2,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => mayPass(error),
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (!mayPass(error) || error.retryAfter === undefined || retriesLeft === 0) return
        await pause(Math.min(error.retryAfter * 1000, longestWait), signal)
      },
    })
  } catch (error) {
    throw tried > 1 && error instanceof ModelError ? error.afterTries(tried) : error
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', stop, { once: true })
  })
}
