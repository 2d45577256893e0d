import { cleanLine } from '@sluice/report'

export interface PushFailure {
  /** The status of the server's answer, where there was one. */
  readonly status?: number
  /** Seconds that the server asked to wait, where it did. */
  readonly retryAfter?: number | null
  /** Whether no answer came in time. */
  readonly timedOut?: boolean
}

/**
 * Why a server did not take an evaluation, and whether it might take it later. The message may quote the server, whose words
 * are a stranger's: it is one line that no terminal obeys.
 */
export class PushError extends Error {
  override readonly name = 'PushError'
  readonly hint: string
  /**
   * `later`: the same push can succeed without anybody changing anything. `evaluation`: this one will never be taken.
   * `connection`: none will, with this address and token.
   */
  readonly fault: 'later' | 'evaluation' | 'connection'
  /** Seconds that the server asked to wait, where it did. */
  readonly retryAfter: number | null
  readonly status: number | null
  /** Whether no answer came in time. */
  readonly timedOut: boolean
  constructor(message: string, hint: string, fault: PushError['fault'], failure: PushFailure = {}) {
    super(cleanLine(message))
    this.hint = cleanLine(hint)
    this.fault = fault
    this.retryAfter = failure.retryAfter ?? null
    this.status = failure.status ?? null
    this.timedOut = failure.timedOut ?? false
  }
}

/** What an answer other than success means, in words that name the next step. */
export function refusalOf(status: number, reason: string, server: string, retryAfter: number | null): PushError {
  const error = (message: string, hint: string, fault: PushError['fault']) =>
    new PushError(`${message} (${status})${reason === '' ? '' : `: ${reason}`}`, hint, fault, { status, retryAfter })
  switch (status) {
    case 401:
      return error(
        `${server} does not know who is pushing`,
        'Give a token that is not revoked: SLUICE_TOKEN=sluice_… or --token.',
        'connection',
      )
    case 403:
      return error(
        `${server} does not let this token push`,
        "Ask for a token with the scope 'push': console, Settings, Tokens.",
        'connection',
      )
    case 404:
      return error(
        `${server} has no Sluice API`,
        'Give the address that the console has in the browser, without a path behind it.',
        'connection',
      )
    case 413:
      return error(
        `${server} takes no evidence of this size`,
        'Fewer slices make it smaller: `top: N` for a column of many values. Or start the server with a higher SLUICE_MAX_PUSH_MB.',
        'evaluation',
      )
    case 408:
    case 425:
      return error(`${server}, or a proxy before it, waited for it too long`, 'It is sent again later.', 'later')
    case 429:
      return error(`${server} is asked too often`, 'It is sent again later.', 'later')
    default:
      return status >= 500
        ? error(
            `${server} cannot take it now`,
            'It is sent again later; if this lasts, look at /readyz of the server.',
            'later',
          )
        : error(
            `${server} refused the evaluation`,
            'Update sluice on the side that is older, and check again.',
            'evaluation',
          )
  }
}

/**
 * An answer that points elsewhere. It is not followed: the token is for the address that was given.
 *
 * @param location where the answer points to, `null` where it does not say
 */
export function redirectOf(status: number, location: URL | null, server: string, path: string): PushError {
  const base = location?.pathname.endsWith(path)
    ? new URL(location.pathname.slice(0, -path.length) || '/', location)
    : null
  const right = base === null ? null : base.href.replace(/\/$/, '')
  return new PushError(
    `${server} is not the address of the API (${status}): it points to ${location === null ? 'nowhere' : location.origin + location.pathname}`,
    right === null ? 'Give the address that the console has in the browser.' : `Write ${right}`,
    'connection',
    { status },
  )
}
