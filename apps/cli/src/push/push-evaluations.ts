import type { PushedEvaluation } from '@sluice/store'
import { UsageError } from '../failure.ts'
import { PushError } from './push-error.ts'
import { endpoint, type SendOptions, type Server, type Stored, send } from './send.ts'
import { keep, noteTry, read, remove, type Spool, setAside, triesOf, waiting } from './spool.ts'

/** Where pushing stands after a run. */
export interface PushResult {
  readonly stored: number
  /** Evaluations that wait in the spool. */
  readonly kept: number
  /** Evaluations that the server will not take as they are, set aside. */
  readonly refused: number
}

export interface PushContext {
  readonly server: Server
  readonly spool: Spool
  readonly say: (line: string) => void
  readonly now: () => Date
  readonly options?: SendOptions
}

/** An entry that the server answered so often with a fault of its own may be the cause, and no longer stops the others. */
const mostTries = 5

/**
 * Sends what waits in the spool, oldest first, then these evaluations. Where the server cannot take one now, it and all that
 * follow go to the spool, so that their order stays. What the server refuses for good is set aside in the spool's folder
 * `refused`; so is what it has failed on in {@link mostTries} runs while it takes the next one.
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
  const doubted: Doubted[] = []
  let away: PushError | null = null
  for (const entry of await entriesOf(evaluations, spool)) {
    const body = entry.body ?? (await read(entry.file))
    if (body === null) continue
    const worn = entry.file !== undefined && triesOf(entry.file) >= mostTries
    const outcome: Stored | PushError = away ?? (await attempt(body, context, worn ? { retries: 0 } : {}))
    if (!(outcome instanceof PushError)) {
      result.stored++
      sayStored(outcome, context)
      if (entry.file !== undefined) await remove(entry.file)
      for (const one of doubted.splice(0)) {
        result.kept--
        result.refused++
        say(`${one.error.message}, in ${mostTries} runs and more, and takes others`)
        await sayAside(one.file, context)
      }
      continue
    }
    let file = entry.file ?? (await keep(spool, body, context.now()))
    if (outcome.fault === 'evaluation') {
      result.refused++
      say(`${outcome.message}. ${outcome.hint}`)
      await sayAside(file, context)
      continue
    }
    result.kept++
    const faulty = away === null && isFault(outcome)
    if (faulty) file = await noteTry(file)
    if (entry.model !== undefined) say(`${entry.model}: kept in ${file}`)
    if (faulty && worn) doubted.push({ file, error: outcome })
    else away = outcome
  }
  const last = away ?? doubted[0]?.error ?? null
  if (last?.fault === 'connection')
    throw new UsageError(last.message, `${last.hint} What was measured waits in ${spool.folder}.`)
  if (last !== null)
    say(`${last.message}. ${last.hint} What waits is sent with the next push: sluice push --to ${server.url}`)
  return result
}

/** An entry that stands aside as soon as the server is seen to take another. */
interface Doubted {
  readonly file: string
  readonly error: PushError
}

/** One thing to send: a file that waits, or an evaluation of this run. */
type Entry =
  | { readonly file: string; readonly body?: undefined; readonly model?: undefined }
  | { readonly file?: undefined; readonly body: string; readonly model: string }

async function entriesOf(evaluations: readonly PushedEvaluation[], spool: Spool): Promise<Entry[]> {
  const before = (await waiting(spool)).map((file) => ({ file }))
  return [...before, ...evaluations.map((one) => ({ body: JSON.stringify(one), model: one.verdict.model }))]
}

/**
 * Whether the entry may be what the server stumbles over. A server that says it is away (503), or that nobody reaches, is
 * away; one that is reached and does not answer in time may be at work on the entry.
 */
function isFault({ status, timedOut }: PushError): boolean {
  return timedOut || (status !== null && status >= 500 && status !== 503)
}

async function sayAside(file: string, { server, spool, say }: PushContext): Promise<void> {
  const aside = await setAside(spool, file)
  say(`kept in ${aside}; to send it again: sluice push --refused --to ${server.url}`)
}

async function attempt(
  body: string,
  { server, say, options }: PushContext,
  more: SendOptions,
): Promise<Stored | PushError> {
  try {
    return await send(body, server, { onRetry: (reason) => say(`${reason}; trying again`), ...options, ...more })
  } catch (error) {
    if (!(error instanceof PushError)) throw error
    return error
  }
}

function sayStored(outcome: Stored, { server, say }: PushContext): void {
  const page = new URL(`/evaluations/${encodeURIComponent(outcome.id)}`, server.url)
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
