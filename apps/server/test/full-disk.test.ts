import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { variationOfToday } from './set-up/examples.ts'
import { startProcess } from './set-up/server-process.ts'

/** Runs a command that sees a disk of 52 MB in the place of a folder; nobody else does, and it ends with the command. */
const onSmallDisk = (folder: string) => [
  'unshare',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  'folder=$1 && shift && mount -t tmpfs -o size=52m tmpfs "$folder" && exec "$@"',
  'on-small-disk',
  folder,
]

const folder = mkdtempSync(join(tmpdir(), 'sluice-full-'))
const [program, ...parameters] = [...onSmallDisk(folder), 'true']
/** Containers without the right to mount cannot make a small disk. */
const mayMount = spawnSync(program!, parameters).status === 0

test.skipIf(!mayMount)(
  'on a full disk pushes are told so, nothing is half stored, and reads go on',
  async () => {
    const server = await startProcess(
      { SLUICE_DATA: join(folder, 'data'), DATABASE_URL: '', SLUICE_LOG_LEVEL: 'silent' },
      onSmallDisk(folder),
    )
    const acknowledged: string[] = []
    let refused: Response | null = null
    for (let n = 0; n < 200 && refused === null; n++) {
      const response = await fetch(`${server.address}/api/v1/evaluations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(large(n)),
      })
      if (response.status === 200) acknowledged.push(((await response.json()) as { id: string }).id)
      else refused = response
    }
    expect([refused?.status, refused?.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await refused!.json()).toMatchObject({ message: expect.stringContaining('no room left') })
    const listed = await fetch(`${server.address}/api/v1/evaluations?limit=200`)
    const { items } = (await listed.json()) as { items: { id: string }[] }
    expect(items.map(({ id }) => id).sort()).toEqual(acknowledged.sort())
    expect((await fetch(`${server.address}/api/v1/evaluations/${acknowledged[0]}/evidence`)).status).toBe(200)
    await server.end('SIGKILL')
    rmSync(folder, { recursive: true })
  },
  80_000,
)

/** An evaluation whose curves do not compress: no two numbers are alike. */
function large(number: number) {
  const pushed = variationOfToday(number)
  const x = Array.from({ length: 60_000 }, (_, at) => Math.sqrt(number * 60_000 + at + 2) % 1)
  const curve = { dataset: 'test', model: 'candidate', kind: 'roc', x, y: x } as const
  return { ...pushed, evidence: { ...pushed.evidence, curves: [curve] } }
}
