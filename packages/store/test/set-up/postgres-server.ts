import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PostgresServer {
  /** Without a database: append `/name`. */
  readonly url: string
  stop(): Promise<void>
}

/**
 * A real PostgreSQL in a temporary folder on a free port. Where none is installed and this is root, it is installed.
 *
 * @throws where it can be neither found nor installed: tests fail then, they do not skip
 */
export async function startPostgres(): Promise<PostgresServer> {
  const binaries = findBinaries() ?? installPostgres()
  const root = process.getuid?.() === 0
  const folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'))
  if (root) chownSync(folder, idOf('-u'), idOf('-g'))
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(...asPostgres(root, join(binaries, 'initdb'), initdb), { cwd: folder, stdio: 'pipe' })
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=150']
  const start = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const server = spawn(...asPostgres(root, join(binaries, 'postgres'), start), {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
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
    async stop() {
      server.kill('SIGQUIT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

function installPostgres(): string {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    execFileSync('apt-get', ['update'], { stdio: 'pipe', env: environment })
    execFileSync('apt-get', ['install', '-y', 'postgresql'], { stdio: 'pipe', env: environment })
  } catch (error) {
    throw new Error(
      'These tests run on a real PostgreSQL, and neither initdb nor a way to install it was found. Install it first: apt-get install postgresql.',
      { cause: error },
    )
  }
  const found = findBinaries()
  if (found === null) throw new Error('apt-get installed postgresql, but there is no initdb under /usr/lib/postgresql.')
  return found
}

/** PostgreSQL refuses to run as root. */
function asPostgres(root: boolean, program: string, parameters: string[]): [string, string[]] {
  if (!root) return [program, parameters]
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...parameters]]
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
}

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
