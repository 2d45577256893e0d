import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres } from './system-packages.mjs'

export interface ThrowawayPostgres {
  readonly url: string
  stop(): Promise<void>
}

/**
 * A real PostgreSQL in a folder of its own on a free port. Started by root it runs as `postgres`, since it refuses to be
 * root. @throws where none is installed
 */
export async function startPostgres(settings: readonly string[] = []): Promise<ThrowawayPostgres> {
  const programs = findPostgres()
  if (programs === null) throw new Error('no PostgreSQL: apt-get install postgresql')
  const folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'))
  const user = process.getuid?.() === 0 ? postgresUser() : null
  const identity = user === null ? {} : { uid: user.uid, gid: user.gid }
  if (user !== null) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'sluice', '--auth=trust', '--no-sync'], {
    stdio: 'ignore',
    ...identity,
  })
  const port = await freePort()
  const options = [`listen_addresses=127.0.0.1`, `port=${port}`, `unix_socket_directories=${folder}`, ...settings]
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...options.flatMap((one) => ['-c', one])], {
    stdio: 'ignore',
    ...identity,
  })
  await answers(port)
  return {
    url: `postgres://sluice@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill('SIGINT')
      await once(server, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Waits until somebody listens. */
async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1')
      socket.once('connect', () => resolve(socket.end() !== null))
      socket.once('error', () => resolve(false))
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`PostgreSQL does not answer on port ${port}`)
}
