import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

/** Files that may grow no larger than the database's log, which is its largest. Asks for no right. */
const limitedFiles: SmallPlace = {
  within: () => ['prlimit', `--fsize=${16 * 2 ** 20}:unlimited`],
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
  const push = async (number: number) => {
    const response = await fetch(`${server.address}/api/v1/evaluations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(incompressible(number)),
    })
    return { response, body: (await response.json()) as { id: string; message: string } }
  }
  const acknowledged = [(await push(0)).body.id]
  const giveBack = place.fill(folder, server)
  let last = await push(1)
  for (let n = 2; last.response.status === 200; n++) {
    acknowledged.push(last.body.id)
    last = await push(n)
  }
  expect([last.response.status, last.response.headers.get('retry-after')]).toEqual([503, '5'])
  expect(last.body.message).toContain('no room left')
  const stored = async () => {
    const listed = await fetch(`${server.address}/api/v1/evaluations?limit=200`)
    return ((await listed.json()) as { items: { id: string }[] }).items.map(({ id }) => id).sort()
  }
  expect(await stored()).toEqual(acknowledged.sort())
  giveBack()
  const again = await push(1000)
  expect(again.response.status).toBe(200)
  expect(await stored()).toEqual([...acknowledged, again.body.id].sort())
  await server.end('SIGKILL')
})

if (mayMount)
  test('a disk that a new store does not fit on is refused at once, and nothing is left on it', async () => {
    const started = startProcess(environment(), diskOf(52).within(folder))
    await expect(started).rejects.toThrow(/\d+ MB are free, and a new store needs 80 MB\. Free space/)
  })

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
