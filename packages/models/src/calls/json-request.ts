import { ModelError, type ModelErrorDetails } from '../model-error.ts'

export interface JsonRequest {
  readonly url: string
  /** Sent as JSON by POST; without one the request is a GET. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signal: AbortSignal
}

/**
 * Sends a request and returns what comes back, whatever its status.
 *
 * @throws {ModelError} where the server cannot be reached; the signal's reason where that was aborted
 */
export function request({ url, body, headers, signal }: JsonRequest): Promise<Response> {
  return fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'error',
    signal,
  }).catch((cause: unknown) => {
    throw signal.aborted ? signal.reason : unreachable(url, cause)
  })
}

/**
 * Sends JSON and returns the JSON that comes back.
 *
 * @throws {ModelError} saying whether the server could not be reached, did not answer in time, refused (4xx), failed (5xx) or
 *   broke off
 */
export async function requestJson(asked: JsonRequest): Promise<unknown> {
  const { url, signal } = asked
  const response = await request(asked)
  const text = await response.text().catch((cause: unknown) => {
    throw signal.aborted ? signal.reason : brokenOff(url, `the answer broke off (${causeOf(cause)})`)
  })
  if (!response.ok) throw refusal(url, response, text)
  try {
    return JSON.parse(text)
  } catch {
    throw notJson(url, response, text)
  }
}

function unreachable(url: string, cause: unknown): ModelError {
  const hint = 'Is the server up, and is the address right?'
  return new ModelError({ code: 'unreachable', place: url, message: `cannot be reached (${causeOf(cause)})`, hint })
}

function brokenOff(place: string, message: string): ModelError {
  const hint = 'A proxy or the server cut it; smaller batches make shorter answers.'
  return new ModelError({ code: 'truncated', place, message, hint })
}

/** An answer that should be JSON: cut off where it begins like JSON, else from somebody else. */
function notJson(url: string, response: Response, text: string): ModelError {
  const type = response.headers.get('content-type') ?? 'no content type'
  if (/^\s*[[{]/.test(text)) {
    return brokenOff(url, `the answer ends within its JSON, after ${text.length} characters`)
  }
  return new ModelError({
    code: 'refused',
    place: url,
    message: `expected JSON, found ${type}: ${excerpt(text)}`,
    hint: 'Is this the address of the model, and not of a page in front of it?',
  })
}

function refusal(place: string, response: Response, text: string): ModelError {
  const said = reasonIn(text)
  const message = `answered ${response.status}${said === '' ? '' : `: ${said}`}`
  const details: Pick<ModelErrorDetails, 'place' | 'message' | 'retryAfter'> = {
    place,
    message,
    retryAfter: secondsToWait(response),
  }
  if (response.status >= 500 || response.status === 429 || response.status === 408) {
    return new ModelError({ ...details, code: 'failed', hint: 'Look at the log of the model server.' })
  }
  const hints: Readonly<Record<number, string>> = {
    401: 'Give a token in `headers`.',
    403: 'Give a token that may use this model.',
    404: 'Is the name (and version) of the model right?',
    413: 'Make the batches smaller.',
  }
  const hint = hints[response.status] ?? 'Compare the columns and types with those that the model was logged with.'
  return new ModelError({ ...details, code: 'refused', hint })
}

/** What the server said is wrong, in the fields that inference servers use. */
function reasonIn(text: string): string {
  try {
    const { error, message, detail } = JSON.parse(text) as Record<string, unknown>
    const said = [error, message, detail].find((reason) => typeof reason === 'string')
    return excerpt(typeof said === 'string' ? said : '')
  } catch {
    return ''
  }
}

/** The error that an answer carries although its status says that all is well; `null` without one. */
export function saidError(answer: unknown): string | null {
  const { error } = Object(answer) as { readonly error?: unknown }
  return typeof error === 'string' && error !== '' ? excerpt(error) : null
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}

function secondsToWait(response: Response): number | undefined {
  const header = response.headers.get('retry-after')
  const seconds = header === null ? Number.NaN : Number(header)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : error.message
}
