import { randomUUID } from 'node:crypto'
import { asc, eq, type InferSelectModel } from 'drizzle-orm'
import { ask, askOnce } from './ask.ts'
import { appendAudit } from './audit/append-audit.ts'
import type { WorkspaceRecord } from './records.ts'
import { workspaces } from './schema/index.ts'
import type { Database, Store, Transaction } from './store.ts'
import { StoreError } from './store-error.ts'
import { insertToken } from './tokens.ts'

/** The workspace `default`, made when it is missing: the embedded store has no other. */
export function defaultWorkspace(store: Store): Promise<WorkspaceRecord> {
  return ask(store, async (database) => {
    await database.insert(workspaces).values({ id: 'default', name: 'default' }).onConflictDoNothing()
    const [row] = await database.select().from(workspaces).where(eq(workspaces.id, 'default'))
    if (row !== undefined) return toRecord(row)
    throw new StoreError('conflict', `${store.place}: another workspace is named "default". Rename it, then try again.`)
  })
}

/**
 * A workspace that somebody can use: with a first token that has every scope, shown this once. Both are in the workspace's
 * audit log, or nothing is made.
 *
 * @throws StoreError `conflict` where the name is taken
 */
export function openWorkspace(
  store: Store,
  name: string,
  by: { readonly actor: string; readonly now: Date },
): Promise<{ workspace: WorkspaceRecord; token: string }> {
  return askOnce(store, async (transaction) => {
    const workspace = await insertWorkspace(transaction, name)
    const { id } = workspace
    await appendAudit(transaction, id, { ...by, action: 'workspace.created', subject: id, detail: { name } })
    const request = { ...by, name: 'first', scopes: ['read', 'push', 'admin'] } as const
    return { workspace, token: (await insertToken(transaction, id, request)).token }
  })
}

/**
 * An empty workspace, which nobody can use yet.
 *
 * @throws StoreError `conflict` where the name is taken
 */
export function createWorkspace(store: Store, name: string): Promise<WorkspaceRecord> {
  return ask(store, (database) => insertWorkspace(database, name))
}

async function insertWorkspace(database: Database | Transaction, name: string): Promise<WorkspaceRecord> {
  const [row] = await database.insert(workspaces).values({ id: randomUUID(), name }).onConflictDoNothing().returning()
  if (row !== undefined) return toRecord(row)
  throw new StoreError('conflict', `There is a workspace named ${JSON.stringify(name)} already. Choose another name.`)
}

/** By name. */
export async function listWorkspaces(store: Store): Promise<readonly WorkspaceRecord[]> {
  const rows = await ask(store, (database) => database.select().from(workspaces).orderBy(asc(workspaces.name)))
  return rows.map(toRecord)
}

function toRecord({ id, name, createdAt }: InferSelectModel<typeof workspaces>): WorkspaceRecord {
  return { id, name, createdAt: createdAt.toISOString() }
}
