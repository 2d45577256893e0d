import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { variationOfToday } from './set-up/examples.ts'
import { startProcess } from './set-up/server-process.ts'

/** Runs a command that sees a disk of 96 MB in the place of a folder; nobody else does, and it ends with the command. */
const onSmallDisk = (folder: string) => [
  'unshare',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  'folder=$1 && shift && mount -t tmpfs -o size=96m tmpfs "$folder" && exec "$@"',
  'on-small-disk',
  folder,
]

const folder = mkdtempSync(join(tmpdir(), 'sluice-full-'))
const [program, ...parameters] = [...onSmallDisk(folder), 'true']
/** Containers without the right to mount cannot make a small disk. */
const mayMount = spawnSync(program!, parameters).status === 0

test.skipIf(!mayMount)(
  'on a full disk pushes are told so, reads go on, and with room again pushes do too',
  async () => {
    const environment = { SLUICE_DATA: join(folder, 'data'), DATABASE_URL: '', SLUICE_LOG_LEVEL: 'silent' }
    const server = await startProcess(environment, onSmallDisk(folder))
    const push = async (number: number) => {
      const response = await fetch(`${server.address}/api/v1/evaluations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(variationOfToday(number)),
      })
      return { response, body: (await response.json()) as { id: string; message: string } }
    }
    const acknowledged = [(await push(0)).body.id]
    const giveBack = fill(`/proc/${server.pid}/root${folder}`)
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
  },
  80_000,
)

afterAll(() => rmSync(folder, { recursive: true }))

/** Writes files until nothing more fits. @returns deletes them */
function fill(disk: string): () => void {
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
