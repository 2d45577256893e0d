import { type CreatedToken, createToken, listTokens, type Page, revokeToken, type TokenRecord } from '@sluice/store'
import * as z from 'zod'
import { scopes } from '../authentication/scopes.ts'
import { found } from '../found.ts'
import { administering, router } from '../procedures.ts'
import { described, objectOf, pageOf, text } from '../schemas/described.ts'
import { pageInput } from '../schemas/inputs.ts'
import { tokenShape } from '../schemas/shapes.ts'

export const tokensRouter = router({
  list: administering
    .meta({
      openapi: {
        method: 'GET',
        path: '/tokens',
        summary: 'Tokens without their texts, newest first',
        tags: ['tokens'],
      },
    })
    .input(pageInput)
    .output(described<Page<TokenRecord>>(pageOf(tokenShape)))
    .query(({ ctx: { services, session }, input }) => listTokens(services.store, session.workspace, input)),

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
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/tokens/{id}',
        summary: 'Revokes a token at once; refused (409) for the last one that may administrate',
        tags: ['tokens'],
        errorResponses: [400, 401, 403, 404, 409, 503],
      },
    })
    .input(z.object({ id: z.string().min(1).max(100) }))
    .output(described<{ readonly id: string }>(objectOf({ id: text() })))
    .mutation(async ({ ctx: { services, session }, input: { id } }) => {
      const revoked = await revokeToken(services.store, session.workspace, id, {
        actor: session.actor,
        now: services.now(),
        // People who sign in, or sit at the machine, administrate without a token.
        allowLastAdmin: session.mode !== 'token',
      })
      return found(revoked ? { id } : null, `token ${id} that still holds`)
    }),
})
