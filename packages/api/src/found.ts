import { TRPCError } from '@trpc/server'

/** A hash as messages name it: its first twelve digits tell it from every other, and 64 hide what is said of it. */
export function shortHash(sha256: string): string {
  return sha256.length > 12 ? `${sha256.slice(0, 12)}…` : sha256
}

/**
 * What was looked for. What is missing and what belongs to another workspace look the same.
 *
 * @throws TRPCError `NOT_FOUND`
 */
export function found<Value>(value: Value | null, what: string): Value {
  if (value === null)
    throw new TRPCError({
      code: 'NOT_FOUND',
      message: `There is no ${what} in this workspace. It may have been deleted by retention, or belong to another workspace.`,
    })
  return value
}
