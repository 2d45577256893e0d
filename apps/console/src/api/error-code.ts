/**
 * The code of a refusal, as the API names it: `NOT_FOUND`, `FORBIDDEN`, `UNAUTHORIZED`.
 *
 * @returns `NETWORK` where no answer came, `UNKNOWN` for errors of the page itself
 */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || error.name !== 'TRPCClientError') return 'UNKNOWN'
  const data = 'data' in error ? error.data : null
  if (typeof data !== 'object' || data === null) return 'NETWORK'
  return 'code' in data && typeof data.code === 'string' ? data.code : 'UNKNOWN'
}
