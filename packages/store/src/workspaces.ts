import { randomUUID } from 'node:crypto'
import { asc, eq, type InferSelectModel } from 'drizzle-orm'
import { ask } from './ask.ts'
import type { WorkspaceRecord } from './records.ts'
import { workspaces } from './schema/index.ts'
import type { Store } from './store.ts'
import { StoreError } from './store-error.ts'

/** The workspace `default`, made when it is missing: the embedded store has no other. */
export function defaultWorkspace(store: Store): Promise<WorkspaceRecord> {
  return ask(store, async (database) => {
    await database.insert(workspaces).values({ id: 'default', name: 'default' }).onConflictDoNothing()
    const [row] = await database.select().from(workspaces).where(eq(workspaces.id, 'default'))
    if (row !== undefined) return toRecord(row)
    throw new StoreError('conflict', `${store.place}: another workspace is named "default". Rename it, then try again.`)
  })
}

/** @throws StoreError `conflict` where the name is taken */
export async function createWorkspace(store: Store, name: string): Promise<WorkspaceRecord> {
  const [row] = await ask(store, (database) =>
    database.insert(workspaces).values({ id: randomUUID(), name }).onConflictDoNothing().returning(),
  )
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
