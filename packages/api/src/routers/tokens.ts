import { createToken, listTokens, revokeToken, type TokenRecord } from '@sluice/store'
import * as z from 'zod'
import { scopes } from '../authentication/scopes.ts'
import { found } from '../found.ts'
import { administering, router } from '../procedures.ts'
import { described, listOf, objectOf, text } from '../schemas/described.ts'
import { tokenShape } from '../schemas/shapes.ts'

/** A new token; its text is never shown again. */
export interface CreatedToken {
  readonly token: string
  readonly record: TokenRecord
}

export const tokensRouter = router({
  list: administering
    .meta({ openapi: { method: 'GET', path: '/tokens', summary: 'Every token, without its text', tags: ['tokens'] } })
    .output(described<readonly TokenRecord[]>(listOf(tokenShape)))
    .query(({ ctx: { services, session } }) => listTokens(services.store, session.workspace)),

  create: administering
    .meta({
      openapi: { method: 'POST', path: '/tokens', summary: 'Makes a token; its text is shown once', tags: ['tokens'] },
    })
    .input(z.object({ name: z.string().trim().min(1).max(100), scopes: z.array(z.enum(scopes)).min(1).max(3) }))
    .output(described<CreatedToken>(objectOf({ token: text('Shown once.'), record: tokenShape })))
    .mutation(({ ctx: { services, session }, input }) =>
      createToken(services.store, session.workspace, {
        name: input.name,
        scopes: scopes.filter((scope) => input.scopes.includes(scope)),
        actor: session.actor,
        now: services.now(),
      }),
    ),

  revoke: administering
    .meta({ openapi: { method: 'DELETE', path: '/tokens/{id}', summary: 'Revokes a token at once', tags: ['tokens'] } })
    .input(z.object({ id: z.string().min(1).max(100) }))
    .output(described<{ readonly id: string }>(objectOf({ id: text() })))
    .mutation(async ({ ctx: { services, session }, input: { id } }) => {
      const revoked = await revokeToken(services.store, session.workspace, id, {
        actor: session.actor,
        now: services.now(),
      })
      return found(revoked ? { id } : null, `token ${id} that still holds`)
    }),
})
