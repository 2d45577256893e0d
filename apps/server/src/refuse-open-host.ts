import { isIP } from 'node:net'

/** Thrown where a server must not start as it is told to. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal'
}

/**
 * In single-user mode whoever reaches the server may do everything, so nobody else may reach it.
 *
 * @throws ServerRefusal
 */
export function refuseOpenHost(mode: 'single-user' | 'tokens', host: string): void {
  if (mode === 'tokens' || isLoopback(host)) return
  throw new ServerRefusal(
    `Refusing to listen on ${host}: in single-user mode nobody signs in, so whoever reaches the server may change everything. Listen on 127.0.0.1, or ask for tokens: SLUICE_MODE=tokens, or sluice serve --tokens.`,
  )
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}
