import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createToken, defaultWorkspace, openStore } from '@sluice/store'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startPostgres } from '../../../tools/throwaway-postgres.ts'
import { variationOfToday } from './set-up/examples.ts'
import { type ServerProcess, startProcess } from './set-up/server-process.ts'

/** A place where room ends. */
interface SmallPlace {
  /** Runs a command that finds this little room in a folder. */
  within(folder: string): readonly string[]
  /** Takes what is left. @returns gives it back */
  fill(folder: string, server: ServerProcess): () => void
}

/** A disk of its own in the place of the folder; nobody else sees it, and it ends with the command. */
const diskOf = (megabytes: number): SmallPlace => ({
  within: (folder) => [
    'unshare',
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    `folder=$1 && shift && mount -t tmpfs -o size=${megabytes}m tmpfs "$folder" && exec "$@"`,
    'on-small-disk',
    folder,
  ],
  fill: (folder, { pid }) => fillDisk(`/proc/${pid}/root${folder}`),
})

/** A file of the database's log, which is written whole. */
const largestOfPostgres = 16 * 2 ** 20

/** Files that may grow no larger than the largest there is. */
const limitedFiles: SmallPlace = {
  within: () => ['prlimit', `--fsize=${largestOfPostgres}:unlimited`],
  fill:
    (_, { pid }) =>
    () =>
      execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:unlimited']),
}

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-full-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Containers may lack the right to mount: there, the limit alone is tried, which needs none. */
const mayMount = (() => {
  const [program, ...parameters] = [...diskOf(1).within('/mnt'), 'true']
  return spawnSync(program!, parameters).status === 0
})()
const places: [string, SmallPlace][] = [['files can grow no further', limitedFiles]]
if (mayMount) places.push(['the disk is full', diskOf(96)])

const environment = () => ({ SLUICE_DATA: join(folder, 'data'), DATABASE_URL: '', SLUICE_LOG_LEVEL: 'silent' })

test.each(places)('where %s pushes are told so, reads go on, and with room again pushes do too', async (_, place) => {
  const server = await startProcess(environment(), place.within(folder))
  const first = await push(server, 0)
  const giveBack = place.fill(folder, server)
  await expectFullAndThenRoom(server, [first.body.id], giveBack)
  await server.end('SIGKILL')
})

test('where a PostgreSQL has no room left it is the same', async () => {
  const postgres = await startPostgres()
  onTestFinished(() => postgres.stop())
  const url = `${postgres.url}/postgres`
  const token = await newToken(url)
  postgres.limitFiles(largestOfPostgres)
  const server = await startProcess({ DATABASE_URL: url, SLUICE_LOG_LEVEL: 'silent' })
  await expectFullAndThenRoom(server, [], () => postgres.limitFiles('unlimited'), { authorization: `Bearer ${token}` })
  await server.end('SIGKILL')
})

if (mayMount)
  test('a disk that a new store does not fit on is refused at once, and nothing is left on it', async () => {
    const started = startProcess(environment(), diskOf(52).within(folder))
    await expect(started).rejects.toThrow(/\d+ MB are free, and a new store needs 80 MB\. Free space/)
  })

/** Pushes until one finds no room; after `giveBack`, pushes go on. Whatever was acknowledged is there, and nothing else. */
async function expectFullAndThenRoom(
  server: ServerProcess,
  acknowledged: string[],
  giveBack: () => void,
  headers: Record<string, string> = {},
): Promise<void> {
  let last = await push(server, 1, headers)
  for (let number = 2; last.response.status === 200; number++) {
    acknowledged.push(last.body.id)
    last = await push(server, number, headers)
  }
  expect([last.response.status, last.response.headers.get('retry-after')]).toEqual([503, '5'])
  expect(last.body.message).toContain('no room left')
  expect(await stored(server, headers)).toEqual(acknowledged.sort())
  giveBack()
  const again = await push(server, 1000, headers)
  expect(again.response.status).toBe(200)
  expect(await stored(server, headers)).toEqual([...acknowledged, again.body.id].sort())
}

async function push(server: ServerProcess, number: number, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.address}/api/v1/evaluations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(incompressible(number)),
  })
  return { response, body: (await response.json()) as { id: string; message: string } }
}

async function stored(server: ServerProcess, headers: Record<string, string>): Promise<string[]> {
  const listed = await fetch(`${server.address}/api/v1/evaluations?limit=200`, { headers })
  return ((await listed.json()) as { items: { id: string }[] }).items.map(({ id }) => id).sort()
}

async function newToken(url: string): Promise<string> {
  const store = await openStore({ kind: 'postgres', url })
  const { id: workspace } = await defaultWorkspace(store)
  const scopes = ['push', 'read', 'admin'] as const
  const { token } = await createToken(store, workspace, { name: 'ci', scopes, actor: 'test', now: new Date() })
  await store.close()
  return token
}

/** An evaluation of a megabyte, however it is packed. */
function incompressible(number: number) {
  const pushed = variationOfToday(number)
  let state = number + 1
  const x = Array.from({ length: 250_000 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  })
  const curve = { dataset: 'test', model: 'candidate', kind: 'roc', x, y: [] } as const
  return { ...pushed, evidence: { ...pushed.evidence, curves: [curve] } }
}

/** Writes files until nothing more fits. @returns deletes them */
function fillDisk(disk: string): () => void {
  const written: string[] = []
  for (const bytes of [2 ** 20, 4096]) {
    for (let fits = true; fits; ) {
      const file = join(disk, `filler-${written.length}`)
      written.push(file)
      try {
        writeFileSync(file, Buffer.alloc(bytes, 1))
      } catch {
        fits = false
      }
    }
  }
  return () => {
    for (const file of written) rmSync(file, { force: true })
  }
}
