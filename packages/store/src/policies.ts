import { and, desc, eq, sql } from 'drizzle-orm'
import { ask } from './ask.ts'
import { momentCursor, type PageRequest, pageLimit, pageOf } from './cursor.ts'
import type { Page, PolicyRecord, PolicyVersion } from './records.ts'
import { evaluations, policies } from './schema/index.ts'
import type { Store } from './store.ts'

export interface PolicyRequest extends PageRequest {
  readonly model: string
}

/**
 * The policies that a model was evaluated under, newest first by their first push.
 *
 * @throws StoreError `invalid_cursor`
 */
export async function listPolicyVersions(
  store: Store,
  workspace: string,
  request: PolicyRequest,
): Promise<Page<PolicyVersion>> {
  const limit = pageLimit(request.limit)
  const after = momentCursor.read(request.cursor)
  const rows = await ask(store, (database) => {
    const last = database
      .select({ id: evaluations.id, verdict: evaluations.verdict })
      .from(evaluations)
      .where(and(eq(evaluations.workspace, policies.workspace), eq(evaluations.policySha256, policies.sha256)))
      .orderBy(desc(evaluations.createdAt), desc(evaluations.id))
      .limit(1)
      .as('last')
    return database
      .select({
        sha256: policies.sha256,
        createdAt: policies.createdAt,
        evaluations: policies.evaluations,
        last: { id: last.id, verdict: last.verdict },
      })
      .from(policies)
      .leftJoinLateral(last, sql`true`)
      .where(
        and(
          eq(policies.workspace, workspace),
          eq(policies.model, request.model),
          after === null
            ? undefined
            : sql`(${policies.createdAt}, ${policies.sha256}) < (${after[0]}::timestamptz, ${after[1]})`,
        ),
      )
      .orderBy(desc(policies.createdAt), desc(policies.sha256))
      .limit(limit + 1)
  })
  return pageOf(
    rows,
    limit,
    ({ createdAt, ...version }) => ({ ...version, createdAt: createdAt.toISOString() }),
    (row) => momentCursor.write([row.createdAt.toISOString(), row.sha256]),
  )
}

/** A policy's files; `null` where this workspace has no such policy. */
export async function getPolicy(store: Store, workspace: string, sha256: string): Promise<PolicyRecord | null> {
  const [row] = await ask(store, (database) =>
    database
      .select({ sha256: policies.sha256, model: policies.model, files: policies.files, createdAt: policies.createdAt })
      .from(policies)
      .where(and(eq(policies.workspace, workspace), eq(policies.sha256, sha256))),
  )
  return row === undefined ? null : { ...row, createdAt: row.createdAt.toISOString() }
}
