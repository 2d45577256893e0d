import { EventEmitter, on } from 'node:events'
import type { Status } from '@sluice/gates'

/** What live pages learn of a push; they fetch the rest. */
export interface PushedNotice {
  readonly id: string
  readonly model: string
  readonly verdict: Status
}

/**
 * Tells open pages what was pushed to this process. Of two servers on one database each tells its own pages only;
 * a page of the other one sees a push when it next asks. A listener on PostgreSQL's NOTIFY would call `announce`.
 */
export interface PushedEvaluations {
  announce(workspace: string, notice: PushedNotice): void
  /** Yields from now on, until `signal` aborts or the server closes. */
  follow(workspace: string, signal: AbortSignal | undefined): AsyncGenerator<PushedNotice, void, undefined>
  /** How many follow. */
  followers(): number
  /** Ends every `follow`. */
  close(): void
}

export function pushedEvaluations(): PushedEvaluations {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  const closing = new AbortController()
  let followers = 0
  async function* follow(workspace: string, signal: AbortSignal | undefined) {
    const ended = signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal])
    followers++
    try {
      for await (const [notice] of on(emitter, workspace, { signal: ended })) yield notice as PushedNotice
    } catch (error) {
      if (!ended.aborted) throw error
    } finally {
      followers--
    }
  }
  return {
    announce: (workspace, notice) => {
      emitter.emit(workspace, notice)
    },
    follow,
    followers: () => followers,
    close: () => closing.abort(),
  }
}
