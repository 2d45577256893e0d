import { listWorkspaces, type Scope } from '@sluice/store'
import type { SessionMode } from '../authentication/session.ts'
import { open, router } from '../procedures.ts'
import { described, listOf, nullable, objectOf, text } from '../schemas/described.ts'

/** Who is signed in. */
export interface SessionAnswer {
  /** Empty texts where nobody is. */
  readonly workspace: { readonly id: string; readonly name: string }
  /** Empty where nobody is signed in. */
  readonly actor: string
  /** None where nobody is signed in. */
  readonly scopes: readonly Scope[]
  readonly mode: SessionMode
  /** Where people sign in by OpenID Connect; `null` where they give a token. */
  readonly signIn: string | null
}

const answer = described<SessionAnswer>(
  objectOf({
    workspace: objectOf({ id: text(), name: text() }),
    actor: text(),
    scopes: listOf({ type: 'string', enum: ['read', 'push', 'admin'] }),
    mode: { type: 'string', enum: ['single-user', 'token', 'oidc'] },
    signIn: nullable('string'),
  }),
)

export const sessionRouter = router({
  get: open
    .meta({
      openapi: {
        method: 'GET',
        path: '/session',
        summary: 'Who is signed in; no scopes where nobody is',
        protect: false,
        tags: ['session'],
      },
    })
    .output(answer)
    .query(async ({ ctx: { services, session } }) => {
      const signIn = services.oidc?.signIn ?? null
      if ('refusal' in session)
        return { workspace: { id: '', name: '' }, actor: '', scopes: [], mode: signIn ? 'oidc' : 'token', signIn }
      const workspaces = await listWorkspaces(services.store)
      const name = workspaces.find(({ id }) => id === session.workspace)?.name ?? session.workspace
      const { actor, scopes, mode } = session
      return { workspace: { id: session.workspace, name }, actor, scopes, mode, signIn }
    }),
})
