import type { Scope } from '@sluice/store'

/** How people and programs prove who they are on this server. */
export type SessionMode = 'single-user' | 'token' | 'oidc'

/** Who asks, and what they may do. */
export interface Session {
  /** The workspace's id: everything a session sees is in it. */
  readonly workspace: string
  /** As the audit log names it: `local`, `token:ci`, `ada@example.com`. */
  readonly actor: string
  readonly scopes: readonly Scope[]
  readonly mode: SessionMode
  /** What carried the proof. A browser sends cookies by itself, so what changes something must not rest on one alone. */
  readonly carriedBy: 'loopback' | 'bearer' | 'cookie'
}

/** Why there is no session: one sentence and the next step. */
export interface NoSession {
  readonly refusal: string
}
