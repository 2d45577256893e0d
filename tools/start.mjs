/**
 * `npm start`: judges every example policy with the built command, keeps the verdicts, and serves the console, so that a
 * first look is the real thing. `-- --no-serve` stops after the verdicts; `-- --port N` chooses the port.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

const sluice = join('apps', 'cli', 'bin', 'sluice.mjs')
const sentences = {
  0: 'Every policy passes.',
  1: 'At least one gate fails, for a real cause that the report names: that is what a gate is for.',
  3: 'At least one gate cannot tell yet: the report says how many rows it lacks.',
}
const { values: flags } = parseArgs({
  options: { 'no-serve': { type: 'boolean' }, port: { type: 'string' }, data: { type: 'string' } },
})

if (flags['no-serve']) process.exit(await judgePolicies([]))

const { server, address } = await serve()
// Once: npm passes on a signal that the terminal has sent to all of us already, and a second one would not wait for the store.
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    if (!stopping) server.kill('SIGTERM')
    stopping = true
  })
process.on('exit', () => server.kill('SIGTERM'))
const status = await judgePolicies(['--push', address])
if (status !== 0) {
  server.kill('SIGTERM')
  await once(server, 'exit')
  process.exit(status)
}
console.error(`\nThe console, with the verdicts in it: ${address}\nCtrl-C stops it; what is stored stays.`)
const [code] = server.exitCode === null ? await once(server, 'exit') : [server.exitCode]
process.exit(code ?? 0)

/** Starts the server; resolves once it says where it is. */
async function serve() {
  const args = [
    sluice,
    'serve',
    ...(flags.port ? ['--port', flags.port] : []),
    ...(flags.data ? ['--data', flags.data] : []),
  ]
  // In a group of its own, so that Ctrl-C reaches it through this process alone. The channel closes with this process,
  // however that ends, and the server ends then.
  const server = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: true,
    // A first look is its own: it puts examples into no team's database, and the pushes below have no token.
    env: { ...process.env, DATABASE_URL: '', SLUICE_MODE: 'single-user', SLUICE_OIDC_ISSUER: '' },
  })
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /^Sluice is at (\S+)/.exec(line)?.[1]
    if (address !== undefined) return { server, address }
  }
  process.exit(server.exitCode || 2)
}

/** 0 where the policies could be judged, whatever the verdicts. */
async function judgePolicies(more) {
  const check = spawn(process.execPath, [sluice, 'check', 'policies', ...more], { stdio: 'inherit' })
  const [status] = await once(check, 'exit')
  const sentence = sentences[status]
  if (sentence === undefined) return status ?? 1
  console.error(`\n${sentence} (sluice check exits ${status}; npm start goes on: the example ran.)`)
  console.error('Next: npx sluice check policies/credit-default · npx sluice init YOUR.parquet · npx sluice --help')
  return 0
}
