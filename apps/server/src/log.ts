import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { LogOptions } from './options.ts'

/** Fields that hold secrets wherever someone logs an object with them. */
const secrets = ['authorization', 'cookie', 'token', 'password', 'clientSecret', 'set-cookie']

/** Structured logs without secrets: of a request its method and path, no query, no headers. */
export function logOptions(options: LogOptions | undefined): LogOptions {
  const places = secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])
  return {
    level: 'info',
    ...options,
    redact: { paths: places, censor: '[secret]' },
    serializers: {
      req: ({ method, url, ip }: FastifyRequest) => ({ method, path: url.split('?', 1)[0], ip }),
    },
  }
}

/** A request's id: the proxy's where it gave a plain one. */
export function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}
