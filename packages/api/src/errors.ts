import { PolicyError } from '@sluice/policy'
import { StoreError } from '@sluice/store'
import { TRPCError } from '@trpc/server'
import * as z from 'zod'

const codes = {
  unavailable: 'SERVICE_UNAVAILABLE',
  storage_full: 'SERVICE_UNAVAILABLE',
  locked: 'SERVICE_UNAVAILABLE',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  invalid_cursor: 'BAD_REQUEST',
} as const satisfies Record<StoreError['code'], TRPCError['code']>

/** What people read of the store's faults: its own words may name hosts, files and queries. */
const words: Partial<Record<StoreError['code'], string>> = {
  unavailable: 'The database cannot be reached right now. Nothing was changed; try again in a few seconds.',
  storage_full: 'The server has no room left to store this. Nothing was changed; free disk space on it and try again.',
  locked: 'The database is held by another process right now. Nothing was changed; try again in a few seconds.',
}

/**
 * Makes of anything thrown an error that says what to do: the store's faults get their codes, what was sent wrongly its
 * places. Faults nobody foresaw stay `INTERNAL_SERVER_ERROR`, whose words never leave the server (`publicMessage`).
 *
 * @param place the store's, which messages do not repeat
 */
export function actionable(error: unknown, place: string): TRPCError {
  const cause = error instanceof TRPCError && error.cause !== undefined ? error.cause : error
  if (cause instanceof StoreError)
    return new TRPCError({
      code: codes[cause.code],
      message: words[cause.code] ?? withoutPlace(cause.message, place),
      cause,
    })
  if (cause instanceof z.ZodError)
    return new TRPCError({ code: 'BAD_REQUEST', message: `What was sent is not right. ${issuesIn(cause)}` })
  if (cause instanceof PolicyError)
    return new TRPCError({ code: 'BAD_REQUEST', message: `What was sent is not right. ${problemsIn(cause)}` })
  return error instanceof TRPCError
    ? error
    : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'Unforeseen fault.', cause: error })
}

/** Some of the store's messages begin with its place, `db.internal:5432/sluice: …`, which is for the log. */
function withoutPlace(message: string, place: string): string {
  if (!message.startsWith(`${place}: `)) return message
  const rest = message.slice(place.length + 2)
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`
}

/** What an error's body may say. */
export function publicMessage(error: TRPCError, request: string | undefined): string {
  return error.code === 'INTERNAL_SERVER_ERROR'
    ? `The server met a fault that it did not foresee. Look in its log for request ${request ?? '(no id)'}.`
    : error.message
}

/** The first complaints, each with its place; the whole list of a wrong file would help nobody. */
export function issuesIn(error: z.ZodError): string {
  const [first, second, third] = error.issues.map(({ path, message }) => `${place(path)}: ${message}`)
  const rest = error.issues.length > 3 ? ` (and ${error.issues.length - 3} more)` : ''
  return `${[first, second, third].filter(Boolean).join('; ')}${rest}`
}

export function problemsIn(error: PolicyError): string {
  const texts = error.problems.slice(0, 3).map((p) => `${p.file}:${p.line}:${p.column} ${p.path}: ${p.message}`)
  const rest = error.problems.length > 3 ? ` (and ${error.problems.length - 3} more)` : ''
  return `${texts.join('; ')}${rest}`
}

function place(path: readonly PropertyKey[]): string {
  return path.length === 0
    ? 'the whole'
    : path
        .map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? String(key) : `.${String(key)}`))
        .join('')
}
