import { type AuditEntry, listAudit, type Page, verifyAudit } from '@sluice/store'
import { administering, router } from '../procedures.ts'
import { described, pageOf } from '../schemas/described.ts'
import { pageInput } from '../schemas/inputs.ts'
import { auditEntryShape } from '../schemas/shapes.ts'

/** Whether the audit log is as it was written. */
export type AuditVerification =
  | { readonly ok: true; readonly entries: number }
  | { readonly ok: false; readonly brokenAt: number }

export const auditRouter = router({
  list: administering
    .meta({ openapi: { method: 'GET', path: '/audit', summary: 'The audit log, newest first', tags: ['audit'] } })
    .input(pageInput)
    .output(described<Page<AuditEntry>>(pageOf(auditEntryShape)))
    .query(({ ctx: { services, session }, input }) => listAudit(services.store, session.workspace, input)),

  verify: administering
    .meta({
      openapi: {
        method: 'GET',
        path: '/audit/verification',
        summary: "Whether the audit log's chain of hashes holds",
        tags: ['audit'],
      },
    })
    .output(
      described<AuditVerification>({
        type: 'object',
        properties: { ok: { type: 'boolean' }, entries: { type: 'integer' }, brokenAt: { type: 'integer' } },
        required: ['ok'],
      }),
    )
    .query(({ ctx: { services, session } }) => verifyAudit(services.store, session.workspace)),
})
