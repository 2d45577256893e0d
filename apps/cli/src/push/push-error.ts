/** Why a server did not take an evaluation, and whether it might take it later. */
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
  constructor(message: string, hint: string, fault: PushError['fault'], retryAfter: number | null = null) {
    super(message)
    this.hint = hint
    this.fault = fault
    this.retryAfter = retryAfter
  }
}

/** What an answer other than success means, in words that name the next step. */
export function refusalOf(status: number, reason: string, server: string, retryAfter: number | null): PushError {
  const error = (message: string, hint: string, fault: PushError['fault']) =>
    new PushError(`${message} (${status})${reason === '' ? '' : `: ${reason}`}`, hint, fault, retryAfter)
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
        'Fewer slices make it smaller: `top: N` for a column of many values; or raise the limit of the server.',
        'evaluation',
      )
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
