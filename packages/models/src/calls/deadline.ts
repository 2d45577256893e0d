import { ModelError } from '../model-error.ts'

/**
 * Makes a call that ends in time: when the time is up or `closed` is aborted, its signal is aborted and its promise fails,
 * whether or not the call itself listens.
 *
 * @param timeout in milliseconds
 * @throws {ModelError} with code `timeout`, or the reason of `closed`
 */
export async function withDeadline<T>(
  call: (signal: AbortSignal) => Promise<T>,
  { timeout, place, closed }: { timeout: number; place: string; closed: AbortSignal },
): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(timedOut(place, timeout)), timeout)
  const signal = AbortSignal.any([closed, late.signal])
  try {
    signal.throwIfAborted()
    return await Promise.race([call(signal), untilAborted(signal)])
  } finally {
    clearTimeout(timer)
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function timedOut(place: string, timeout: number): ModelError {
  return new ModelError({
    code: 'timeout',
    place,
    message: `no answer in ${timeout / 1000} s`,
    hint: 'Give the call more time (`timeout`), or fewer rows at a time (`batchSize`).',
  })
}
