import { EventEmitter, on } from 'node:events'
import type { PushedNotice } from '@sluice/store'

/** What live pages learn of a push; they fetch the rest. */
export type LiveNotice = Omit<PushedNotice, 'workspace'>

/** Tells open pages of this process what was pushed, to whichever server: the store calls `announce`. */
export interface PushedEvaluations {
  announce(notice: PushedNotice): void
  /** Yields from now on, until `signal` aborts or the server closes. */
  follow(workspace: string, signal: AbortSignal | undefined): AsyncGenerator<LiveNotice, void, undefined>
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
      for await (const [notice] of on(emitter, workspace, { signal: ended })) yield notice as LiveNotice
    } catch (error) {
      if (!ended.aborted) throw error
    } finally {
      followers--
    }
  }
  return {
    announce: ({ workspace, ...notice }) => {
      emitter.emit(workspace, notice)
    },
    follow,
    followers: () => followers,
    close: () => closing.abort(),
  }
}
