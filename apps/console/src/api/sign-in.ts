/** Why a sign-in did not happen, for people. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
}

/**
 * Trades a token for a session cookie that scripts cannot read.
 *
 * @throws SignInError with the reason and the next step
 */
export async function signIn(token: string): Promise<void> {
  const response = await send('POST', { token })
  if (response.ok) return
  if (response.status === 401 || response.status === 403)
    throw new SignInError('This token is not known here, or it was revoked. Ask an administrator for a new one.')
  if (response.status === 429) throw new SignInError('Too many attempts. Wait a minute, then try again.')
  throw new SignInError(`The server answered ${response.status}. Try again in a few seconds.`)
}

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  await send('DELETE')
}

async function send(method: 'POST' | 'DELETE', body?: unknown): Promise<Response> {
  try {
    return await fetch('/session', {
      method,
      headers: { 'x-sluice-csrf': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch {
    throw new SignInError('The server did not answer. Check that it runs, then try again.')
  }
}
