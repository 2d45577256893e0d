import { TRPCError } from '@trpc/server'

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
