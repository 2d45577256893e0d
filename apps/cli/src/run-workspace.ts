import { userInfo } from 'node:os'
import type { Store } from '@sluice/store'
import { UsageError } from './failure.ts'
import { migrationsFolder } from './served-files.ts'

export interface WorkspaceRun {
  readonly data: string
}

/** Makes a workspace. Its token alone goes to standard output, so that a script can keep it. */
export function runWorkspaceCreate(given: string, flags: WorkspaceRun): Promise<number> {
  const name = given.trim()
  if (name === '' || name.length > 100)
    throw new UsageError('a workspace has a name of 1 to 100 characters', 'sluice workspace create fraud')
  return withStore(flags, async (store) => {
    const { openWorkspace } = await import('@sluice/store')
    const { workspace, token } = await openWorkspace(store, name, {
      actor: `cli:${userInfo().username}`,
      now: new Date(),
    })
    process.stderr.write(
      `Made ${workspace.name} (${workspace.id}). Its first token, shown this once; it may do everything:\n`,
    )
    process.stdout.write(`${token}\n`)
  })
}

/** Lists the workspaces, a line each, with tabs between. */
export function runWorkspaceList(flags: WorkspaceRun): Promise<number> {
  return withStore(flags, async (store) => {
    const { listWorkspaces } = await import('@sluice/store')
    for (const { name, id, createdAt } of await listWorkspaces(store))
      process.stdout.write(`${name}\t${id}\t${createdAt.slice(0, 10)}\n`)
  })
}

async function withStore(flags: WorkspaceRun, work: (store: Store) => Promise<void>): Promise<number> {
  const [{ readSettings }, { openStore, StoreError }] = await Promise.all([
    import('@sluice/server'),
    import('@sluice/store'),
  ])
  const { place } = readSettings({ DATABASE_URL: process.env['DATABASE_URL'], SLUICE_DATA: flags.data })
  try {
    const store = await openStore({ ...place, ...(migrationsFolder && { migrationsFolder }) })
    try {
      await work(store)
    } finally {
      await store.close()
    }
    return 0
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.message)
    throw error
  }
}
