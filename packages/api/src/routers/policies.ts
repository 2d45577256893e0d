import { getPolicy, listPolicyVersions, type Page, type PolicyRecord, type PolicyVersion } from '@sluice/store'
import * as z from 'zod'
import { found, shortHash } from '../found.ts'
import { reading, router } from '../procedures.ts'
import { described, pageOf } from '../schemas/described.ts'
import { hashInput, nameInput, pageInput } from '../schemas/inputs.ts'
import { policyShape, policyVersionShape } from '../schemas/shapes.ts'

export const policiesRouter = router({
  versions: reading
    .meta({
      openapi: {
        method: 'GET',
        path: '/models/{model}/policies',
        summary: "The versions of a model's policy, newest first",
        tags: ['policies'],
      },
    })
    .input(pageInput.extend({ model: nameInput }))
    .output(described<Page<PolicyVersion>>(pageOf(policyVersionShape)))
    .query(({ ctx: { services, session }, input }) => listPolicyVersions(services.store, session.workspace, input)),

  get: reading
    .meta({
      openapi: { method: 'GET', path: '/policies/{sha256}', summary: 'A policy by its hash', tags: ['policies'] },
    })
    .input(z.object({ sha256: hashInput }))
    .output(described<PolicyRecord>(policyShape))
    .query(async ({ ctx: { services, session }, input: { sha256 } }) =>
      found(await getPolicy(services.store, session.workspace, sha256), `policy ${shortHash(sha256)}`),
    ),
})
