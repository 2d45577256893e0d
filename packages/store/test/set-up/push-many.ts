/** Pushes variations of an example one after the other, for a test that kills it; prints the id of each that is kept. */
import { readFileSync, writeSync } from 'node:fs'
import { defaultWorkspace, openStore, type PushedEvaluation, pushEvaluation, type StorePlace } from '../../src/index.ts'

const [, , place, workspace = '', examplesFile = ''] = process.argv
const [example] = JSON.parse(readFileSync(examplesFile, 'utf8')) as PushedEvaluation[]
if (place === undefined || example === undefined) throw new Error('push-many PLACE WORKSPACE EXAMPLES')
const store = await openStore(JSON.parse(place) as StorePlace)
await defaultWorkspace(store)
for (let number = 0; ; number++) {
  const engine = { name: 'sluice', version: `0.3.${number}` } as const
  const pushed = { ...example, evidence: { ...example.evidence, engine } }
  const { id } = await pushEvaluation(store, workspace, pushed, { actor: 'ci', now: new Date(number * 1_000) })
  // Written before the next push starts, whatever happens to this process.
  writeSync(1, `${id}\n`)
}
