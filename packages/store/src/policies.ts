import { and, desc, eq, sql } from 'drizzle-orm'
import { ask } from './ask.ts'
import { momentCursor, type PageRequest, pageLimit, pageOf } from './cursor.ts'
import type { Page, PolicyRecord, PolicyVersion } from './records.ts'
import { evaluations, policies, pushes } from './schema/index.ts'
import type { Database, Store } from './store.ts'

export interface PolicyRequest extends PageRequest {
  readonly model: string
}

/**
 * The policies that a model was evaluated under, the one of its last push first: a model that goes back to an earlier policy
 * has that one again.
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
    const last = lastUnderPolicy(database)
    return database
      .select({
        sha256: policies.sha256,
        createdAt: policies.createdAt,
        lastAt: policies.lastAt,
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
            : sql`(${policies.lastAt}, ${policies.sha256}) < (${after[0]}::timestamptz, ${after[1]})`,
        ),
      )
      .orderBy(desc(policies.lastAt), desc(policies.sha256))
      .limit(limit + 1)
  })
  return pageOf(
    rows,
    limit,
    ({ createdAt, lastAt, ...version }) => ({
      ...version,
      createdAt: createdAt.toISOString(),
      lastAt: lastAt.toISOString(),
    }),
    (row) => momentCursor.write([row.lastAt.toISOString(), row.sha256]),
  )
}

/** A policy's files and the last evaluation under it; `null` where this workspace has no such policy. */
export async function getPolicy(store: Store, workspace: string, sha256: string): Promise<PolicyRecord | null> {
  const [row] = await ask(store, (database) => {
    const last = lastUnderPolicy(database)
    return database
      .select({
        sha256: policies.sha256,
        model: policies.model,
        files: policies.files,
        createdAt: policies.createdAt,
        last: { id: last.id, verdict: last.verdict },
      })
      .from(policies)
      .leftJoinLateral(last, sql`true`)
      .where(and(eq(policies.workspace, workspace), eq(policies.sha256, sha256)))
  })
  return row === undefined ? null : { ...row, createdAt: row.createdAt.toISOString() }
}

/** The last evaluation that was pushed under the policy of the row beside it, if retention has left one. */
function lastUnderPolicy(database: Database) {
  return database
    .select({ id: evaluations.id, verdict: evaluations.verdict })
    .from(pushes)
    .innerJoin(evaluations, eq(evaluations.number, pushes.evaluation))
    .where(and(eq(pushes.workspace, policies.workspace), eq(pushes.policySha256, policies.sha256)))
    .orderBy(desc(pushes.createdAt), desc(pushes.number))
    .limit(1)
    .as('last')
}
