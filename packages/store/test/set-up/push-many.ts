/**
 * Pushes variations of an example one after the other, for a test that kills it; prints the id of each that is kept. With
 * WRITES it kills itself in the middle of a write to a file: of so many after the first push.
 */
import fs, { readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { defaultWorkspace, openStore, type PushedEvaluation, pushEvaluation, type StorePlace } from '../../src/index.ts'

const [, , place, workspace = '', examplesFile = '', writes] = process.argv
const [example] = JSON.parse(readFileSync(examplesFile, 'utf8')) as PushedEvaluation[]
if (place === undefined || example === undefined) throw new Error('push-many PLACE WORKSPACE EXAMPLES [WRITES]')
const write = fs.writeSync
const store = await openStore(JSON.parse(place) as StorePlace)
await defaultWorkspace(store)
for (let number = 0; ; number++) {
  if (number === 1 && writes !== undefined) dieInWrite(Number(writes))
  const engine = { name: 'sluice', version: `0.3.${number}` } as const
  const pushed = { ...example, evidence: { ...example.evidence, engine } }
  const { id } = await pushEvaluation(store, workspace, pushed, { actor: 'ci', now: new Date(number * 1_000) })
  // Written before the next push starts, whatever happens to this process.
  write(1, `${id}\n`)
}

/** Of the last write a half is done, as of one that the system was in when the process was killed. */
function dieInWrite(last: number): void {
  let done = 0
  const dying = (file: number, bytes: Uint8Array, offset: number, length: number, position: number | null): number => {
    if (++done < last) return write(file, bytes, offset, length, position)
    write(file, bytes, offset, Math.floor(length / 2), position)
    process.kill(process.pid, 'SIGKILL')
    throw new Error('Killed.')
  }
  fs.writeSync = dying as typeof fs.writeSync
  syncBuiltinESMExports()
}
