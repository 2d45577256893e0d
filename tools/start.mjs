/** `npm start`: judges every example policy with the built command, so that a first look is the real thing. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const sluice = join('apps', 'cli', 'bin', 'sluice.mjs')
const done = spawnSync(process.execPath, [sluice, 'check', 'policies'], { stdio: 'inherit' })
const verdicts = {
  0: 'Every policy passes.',
  1: 'At least one gate fails, for a real cause that the report names: that is what a gate is for.',
  3: 'At least one gate cannot tell yet: the report says how many rows it lacks.',
}
const sentence = verdicts[done.status]
if (sentence === undefined) process.exit(done.status ?? 1)
console.error(`\n${sentence} (sluice check exits ${done.status}; npm start exits 0: the example ran.)`)
console.error('Next: npx sluice check policies/credit-default · npx sluice init YOUR.parquet · npx sluice --help')
