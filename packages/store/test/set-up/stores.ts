import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { createWorkspace, type PushedEvaluation, pushEvaluation, type Store } from '../../src/index.ts'
import { at } from './examples.ts'

/** Gives the store of a test file, open from before its first test to after its last. */
export type OpenTestStore = () => Store

/** A new, empty database on the tests' server. */
export async function newDatabase(name: string): Promise<string> {
  const url = `${inject('postgresUrl')}/${name}`
  await withClient(`${inject('postgresUrl')}/postgres`, (client) => client.query(`create database "${name}"`))
  return url
}

export async function withClient<Answer>(url: string, work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A folder of its own with a new embedded store. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-store-'))
  await cp(inject('storeTemplate'), folder, { recursive: true })
  return folder
}

let made = 0

/** Each test works in a workspace of its own, so that none sees another's rows. */
export async function newWorkspace(store: Store): Promise<string> {
  made += 1
  return (await createWorkspace(store, `test ${made}`)).id
}

/** Pushes one a second, in the given order. */
export async function pushAll(store: Store, workspace: string, pushed: readonly PushedEvaluation[]): Promise<string[]> {
  const ids: string[] = []
  for (const [second, one] of pushed.entries()) {
    ids.push((await pushEvaluation(store, workspace, one, { actor: 'ci', now: at(second) })).id)
  }
  return ids
}
