import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres, installSystemPackages } from './system-packages.mjs'

export interface ThrowawayPostgres {
  /** Without a database: append `/name`; `/postgres` is there. */
  readonly url: string
  /** How large the files may grow that it writes, in bytes: at 16 MB its log still goes on, and no table larger than that. */
  limitFiles(bytes: number | 'unlimited'): void
  stop(): Promise<void>
}

/** Nothing in it is kept, so it need not reach the disk. */
const forTests = ['fsync=off', 'max_connections=150']

/**
 * A real PostgreSQL in a folder of its own on a free port. Started by root it runs as `postgres`, since it refuses to be
 * root. Where none is installed and this is root, it is installed.
 *
 * @param settings as in postgresql.conf
 * @throws where it can be neither found nor installed: tests fail then, they do not skip
 */
export async function startPostgres(settings: readonly string[] = forTests): Promise<ThrowawayPostgres> {
  const programs = programsFolder()
  const folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'))
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : null
  const identity = { cwd: folder, ...user }
  if (user !== null) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(programs, 'initdb'), initdb, { stdio: 'pipe', ...identity })
  const port = await freePort()
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings]
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...options.flatMap((one) => ['-c', one])],
    { stdio: ['ignore', 'ignore', 'pipe'], ...identity },
  )
  const ended = new Promise<void>((done) => server.once('exit', () => done()))
  let said = ''
  await new Promise<void>((ready, fail) => {
    server.stderr.on('data', (text: Buffer) => {
      said += text
      if (said.includes('ready to accept connections')) ready()
    })
    void ended.then(() => fail(new Error(`PostgreSQL ended before it was ready:\n${said}`)))
  })
  return {
    url: `postgres://postgres@127.0.0.1:${port}`,
    limitFiles(bytes) {
      for (const pid of [server.pid!, ...childrenOf(server.pid!)]) {
        const limiting = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`], identity)
        // One of a connection ends when that does.
        if (limiting.status !== 0 && existsSync(`/proc/${pid}`)) throw new Error(`prlimit: ${limiting.stderr}`)
      }
    },
    async stop() {
      server.kill('SIGQUIT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function programsFolder(): string {
  const found = findPostgres()
  if (found !== null) return found
  installSystemPackages()
  const installed = findPostgres()
  if (installed !== null) return installed
  throw new Error('This needs a real PostgreSQL, and none was found or could be installed: apt-get install postgresql.')
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
}

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)

function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? found(address.port) : fail(address)))
    })
  })
}
