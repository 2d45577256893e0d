import { StoreError } from '../store-error.ts'

/** PostgreSQL's conditions, by SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html */
const gone = new Set(['57014', '57P01', '57P02', '57P03', '57P05', '53300', '25006'])
/** A wrong password or user, no such database, and what the user may not do. */
const refused = new Set(['28P01', '28000', '3D000', '42501'])
const full = new Set(['53100', 'ENOSPC', 'EDQUOT'])
const unstorable = new Set(['22P05', '22021', '22P02'])
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'ENOENT',
])
/** What PGlite says of ENOSPC, and of EFBIG where a process may write no larger file; PostgreSQL knows the first as 53100. */
const noRoom = /No space left on device|File too large/
/** `pg` says these without a code. */
const hungUp =
  /^(Connection terminated|Query read timeout|timeout exp|timeout exceeded when trying to connect|Client has encountered|Cannot use a pool)/

/**
 * The error to throw for one that a driver threw: a StoreError where the cause is known, and else the driver's own.
 * Never Drizzle's wrapper, whose message repeats every parameter of the query.
 */
export function translateError(error: unknown, place: string): unknown {
  if (error instanceof StoreError) return error
  const cause = innermost(error)
  const { code, message } = codeOf(cause)
  if (full.has(code) || noRoom.test(message)) {
    return new StoreError(
      'storage_full',
      `${place}: the disk is full, so nothing was written. Free space, then send it again.`,
      { cause },
    )
  }
  if (unstorable.has(code)) {
    return new StoreError(
      'conflict',
      `${place}: a text holds a NUL character or half of a surrogate pair, which PostgreSQL cannot keep (${message}). Remove it from names, reasons and policy files, then send it again.`,
      { cause },
    )
  }
  if (code === '23503') {
    return new StoreError(
      'not_found',
      `${place}: there is no such workspace (${message}). List the workspaces, or make it first.`,
      { cause },
    )
  }
  if (refused.has(code)) {
    return new StoreError(
      'unavailable',
      `${place}: PostgreSQL refuses it (${message}). Check the user, the password and the database in DATABASE_URL; the user needs to create tables there.`,
      { cause },
    )
  }
  if (gone.has(code) || network.has(code) || code.startsWith('08') || hungUp.test(message)) {
    return new StoreError(
      'unavailable',
      `${place}: the database does not answer (${message || code}). Check that it runs and accepts connections, then try again.`,
      { cause },
    )
  }
  return cause
}

/** Drizzle wraps what the driver threw; Node gathers failed addresses under one error. */
function innermost(error: unknown): unknown {
  let inner = error
  while (inner instanceof Error) {
    if (inner instanceof AggregateError && inner.errors.length > 0) inner = inner.errors[0]
    else if (inner.cause instanceof Error) inner = inner.cause
    else break
  }
  return inner
}

function codeOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return { code, message: error.message }
}
