import type { PushedEvaluation } from '@sluice/store'
import { UsageError } from '../failure.ts'
import { PushError } from './push-error.ts'
import { endpoint, type SendOptions, type Server, type Stored, send } from './send.ts'
import { keep, read, remove, type Spool, waiting } from './spool.ts'

/** Where pushing stands after a run. */
export interface PushResult {
  readonly stored: number
  /** Evaluations that wait in the spool. */
  readonly kept: number
  /** Evaluations that the server will never take as they are. */
  readonly refused: number
}

export interface PushContext {
  readonly server: Server
  readonly spool: Spool
  readonly say: (line: string) => void
  readonly now: () => Date
  readonly options?: SendOptions
}

/**
 * Sends what waits in the spool, oldest first, then these evaluations. Where the server cannot take one now, it and all that
 * follow go to the spool, so that their order stays; one that the server refuses for good is said and never kept.
 *
 * @throws UsageError where the server refuses the token or the address, which no waiting changes; evaluations are in the
 *   spool then
 */
export async function pushEvaluations(
  evaluations: readonly PushedEvaluation[],
  context: PushContext,
): Promise<PushResult> {
  const { server, spool, say } = context
  requireAddress(server)
  const result = { stored: 0, kept: 0, refused: 0 }
  let away: PushError | null = null
  for (const file of await waiting(spool)) {
    if (away !== null) {
      result.kept++
      continue
    }
    const outcome = await attempt(await read(file), context)
    if (outcome instanceof PushError && outcome.fault !== 'evaluation') {
      away = outcome
      result.kept++
    } else {
      count(result, outcome, context)
      await remove(file)
    }
  }
  for (const evaluation of evaluations) {
    const body = JSON.stringify(evaluation)
    const outcome = away ?? (await attempt(body, context))
    if (outcome instanceof PushError && outcome.fault !== 'evaluation') {
      away = outcome
      const file = await keep(spool, body, context.now())
      say(`${evaluation.verdict.model}: kept in ${file}`)
      result.kept++
    } else count(result, outcome, context)
  }
  if (away?.fault === 'connection')
    throw new UsageError(away.message, `${away.hint} What was measured waits in ${spool.folder}.`)
  if (away !== null)
    say(`${away.message}. ${away.hint} What waits is sent with the next push: sluice push --to ${server.url}`)
  return result
}

async function attempt(body: string, { server, say, options }: PushContext): Promise<Stored | PushError> {
  try {
    return await send(body, server, { onRetry: (reason) => say(`${reason}; trying again`), ...options })
  } catch (error) {
    if (!(error instanceof PushError)) throw error
    return error
  }
}

function count(
  result: { stored: number; refused: number },
  outcome: Stored | PushError,
  { server, say }: PushContext,
): void {
  if (outcome instanceof PushError) {
    result.refused++
    say(`${outcome.message}. ${outcome.hint}`)
    return
  }
  result.stored++
  const page = new URL(`/evaluations/${outcome.id}`, server.url)
  say(`${wordsOf(outcome)}: ${page}`)
}

function wordsOf({ created, noted }: Stored): string {
  if (created) return 'pushed'
  return noted ? 'was there already, this run is noted' : 'was there already, and so was this run'
}

function requireAddress({ url }: Server): void {
  if (endpoint(url) !== null) return
  throw new UsageError(`'${url}' is no address of a server`, 'Write it whole: https://sluice.example.org')
}
