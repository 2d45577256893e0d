import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { lockFolder } from '../src/drivers/lock-folder.ts'
import { requireRoom } from '../src/drivers/require-room.ts'
import { translateError } from '../src/drivers/translate-error.ts'
import { defaultWorkspace, listEvaluations, openStore, pushEvaluation } from '../src/index.ts'
import { at, example } from './set-up/examples.ts'
import { startScript } from './set-up/run-script.ts'
import { newDatabase, withClient } from './set-up/stores.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-opening-'))
})

afterEach(() => rm(folder, { recursive: true }))

describe('a folder', () => {
  test('keeps what was pushed, and is one process’s at a time', async () => {
    await cp(inject('storeTemplate'), folder, { recursive: true })
    const place = { kind: 'embedded', folder } as const
    const store = await openStore(place)
    await defaultWorkspace(store)
    const { id } = await pushEvaluation(store, 'default', example(), { actor: 'ci', now: at(0) })
    await expect(openStore(place)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(new RegExp(`${folder}: process ${process.pid} .* DATABASE_URL`)),
    })
    await Promise.all([store.close(), store.close()])
    const again = await openStore(place)
    expect((await listEvaluations(again, 'default')).items.map((item) => item.id)).toEqual([id])
    await again.close()
    expect(await readdir(folder)).toEqual(['database'])
  })

  test('that a living process holds is refused with its pid', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(holder, 'spawn')
    await writeLock({ pid: holder.pid, host: hostname(), started: null })
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`process ${holder.pid} has`),
    })
    await end(holder)
    await (await lockFolder(folder))()
  })

  test('whose holder’s pid now belongs to another process is taken over', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(other, 'spawn')
    await writeLock({ pid: other.pid, host: hostname(), started: '1' })
    const unlock = await lockFolder(folder)
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
    await unlock()
    await end(other)
  })

  test.each([
    [
      'an earlier process with this pid, as in a restarted container',
      JSON.stringify({ pid: process.pid, host: hostname() }),
    ],
    ['nobody that can be read', '{"pid":'],
  ])('whose lock names %s is taken over', async (_, text) => {
    await writeFile(join(folder, 'lock'), text)
    await (await lockFolder(folder))()
    expect(await readdir(folder)).toEqual([])
  })

  test('whose lock another machine wrote is refused with what to delete', async () => {
    await writeLock({ pid: 1, host: 'elsewhere', started: null })
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(
        `process 1 on elsewhere has this store open, and one process at a time can. Stop it there; if it is gone, delete ${join(folder, 'lock')}.`,
      ),
    })
  })

  test('without room for a new store is refused with what is needed; a store that is there is opened', async () => {
    const database = join(folder, 'database')
    await expect(requireRoom(folder, database, 2 ** 60)).rejects.toMatchObject({
      code: 'storage_full',
      message: expect.stringMatching(/^\/.*: [\d,]+ MB are free, and a new store needs 1,099,511,627,776 MB/),
    })
    await requireRoom(folder, database, 1)
    await mkdir(database)
    await writeFile(join(database, 'PG_VERSION'), '18')
    await requireRoom(folder, database, 2 ** 60)
  })

  test('whose first start was killed in its middle starts anew', async () => {
    const place = { kind: 'embedded', folder } as const
    const starting = startScript(inject('scripts'), 'open-and-close', JSON.stringify(place))
    const ended = once(starting, 'exit')
    // The first of its files: from here on there is something to start from, and not all of it.
    while (!existsSync(join(folder, 'database/PG_VERSION'))) await new Promise(setImmediate)
    starting.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(await readdir(folder)).toContain('first-start')
    const store = await openStore(place)
    expect(await defaultWorkspace(store)).toMatchObject({ id: 'default' })
    await store.close()
    expect(await readdir(folder)).toEqual(['database'])
  })

  test('that is a file is refused', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(openStore({ kind: 'embedded', folder: file })).rejects.toThrow(file)
  })
})

describe('PostgreSQL', () => {
  test('that does not listen is unavailable, and its password is not told', async () => {
    const port = await closedPort()
    const opening = openStore({ kind: 'postgres', url: `postgres://ada:secret@127.0.0.1:${port}/sluice` })
    const error: unknown = await opening.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining(`127.0.0.1:${port}/sluice`) })
    expect(String(error)).not.toContain('secret')
  })

  test('by an address that is no URL is refused', async () => {
    await expect(openStore({ kind: 'postgres', url: 'localhost' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('DATABASE_URL'),
    })
  })

  test('of a database that is not there is refused, with what to look at', async () => {
    await expect(openStore({ kind: 'postgres', url: `${inject('postgresUrl')}/nowhere` })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/database "nowhere" does not exist.*DATABASE_URL/),
    })
  })

  test('answers again after its connections were cut', async () => {
    const url = await newDatabase('cut')
    const store = await openStore({ kind: 'postgres', url })
    await store.ping()
    await withClient(url, (client) =>
      client.query(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'sluice' and datname = 'cut'",
      ),
    )
    await store.ping().catch((error: unknown) => expect(error).toMatchObject({ code: 'unavailable' }))
    await store.ping()
    await store.close()
    await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test.each([
  ['53100', 'storage_full'],
  ['ENOSPC', 'storage_full'],
  ['57P01', 'unavailable'],
  ['08006', 'unavailable'],
  ['ECONNREFUSED', 'unavailable'],
  ['28P01', 'unavailable'],
  ['42501', 'unavailable'],
  ['22P05', 'conflict'],
  ['23503', 'not_found'],
])('the driver’s error %s is %s', (code, expected) => {
  const wrapped = new Error('Failed query', { cause: Object.assign(new Error('driver'), { code }) })
  expect(translateError(wrapped, 'here')).toMatchObject({ name: 'StoreError', code: expected })
})

test('an error of unknown cause is the driver’s own, without the query’s parameters', () => {
  const driver = new Error('syntax error')
  expect(translateError(new Error('Failed query … params: secret', { cause: driver }), 'here')).toBe(driver)
})

async function writeLock(holder: { pid: number | undefined; host: string; started: string | null }): Promise<void> {
  await writeFile(join(folder, 'lock'), JSON.stringify(holder))
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

function closedPort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
