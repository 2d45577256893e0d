import { isAbsolute, join } from 'node:path'
import type { OpenIdOptions } from '@sluice/api'
import type { StorePlace } from '@sluice/store'
import * as z from 'zod'
import type { Limits, RetentionOptions } from './options.ts'
import { ServerRefusal } from './refuse-open-host.ts'

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)
const days = z.coerce.number().int().min(1)
/** What a push unpacks to, twice as much, becomes one string, which holds half a gigabyte at most. */
const megabytes = z.coerce.number().min(0.01).max(250)
const webAddress = z.url({ protocol: /^https?$/ })

const schema = z.object({
  DATABASE_URL: z.string().optional(),
  SLUICE_DATA: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4380),
  SLUICE_MODE: z.enum(['single-user', 'tokens']).optional(),
  SLUICE_CONSOLE: z.string().optional(),
  SLUICE_TRUST_PROXY: z.enum(['0', '1']).default('0'),
  SLUICE_KEEP_DAYS: days.optional(),
  SLUICE_KEEP_LAST: days.optional(),
  SLUICE_MAX_PUSH_MB: megabytes.optional(),
  SLUICE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SLUICE_OIDC_ISSUER: z.url().optional(),
  SLUICE_OIDC_CLIENT_ID: z.string().optional(),
  SLUICE_OIDC_CLIENT_SECRET: z.string().optional(),
  SLUICE_OIDC_ALLOWED: list.optional(),
  SLUICE_OIDC_ADMINS: list.default([]),
  SLUICE_OIDC_TRUST_EMAILS: z.enum(['0', '1']).default('0'),
  SLUICE_PUBLIC_URL: webAddress.optional(),
})

type Variables = z.infer<typeof schema>

/** What the environment says of how to serve. */
export interface Settings {
  readonly place: StorePlace
  readonly host: string
  readonly port: number
  readonly mode: 'single-user' | 'tokens'
  readonly consoleFolder: string | undefined
  readonly trustProxy: boolean
  readonly retention: RetentionOptions | undefined
  /** What of the limits is not the usual. */
  readonly limits: Partial<Limits>
  readonly publicUrl: string | undefined
  readonly logLevel: string
  readonly oidc: OpenIdOptions | undefined
}

/**
 * Reads settings from environment variables. Without DATABASE_URL everything is kept in the folder SLUICE_DATA
 * (default `.sluice`) and one person uses it; with it, callers need tokens. SLUICE_MODE=tokens asks for them in a folder too;
 * single-user is refused with a database, and means nothing where people sign in: a login that nobody needs would be none.
 *
 * @throws ServerRefusal naming each variable that is not right
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  // A variable that is set to nothing is not set.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(set)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`)
    throw new ServerRefusal(`The environment is not right. ${faults.join('; ')}`)
  }
  const variables = parsed.data
  const { DATABASE_URL: url, SLUICE_KEEP_DAYS: keepDays, SLUICE_KEEP_LAST: keepLast } = variables
  const folder = variables.SLUICE_DATA ?? '.sluice'
  return {
    place:
      url === undefined
        ? { kind: 'embedded', folder: isAbsolute(folder) ? folder : join(process.cwd(), folder) }
        : { kind: 'postgres', url },
    host: variables.HOST,
    port: variables.PORT,
    mode: modeOf(variables),
    consoleFolder: variables.SLUICE_CONSOLE,
    trustProxy: variables.SLUICE_TRUST_PROXY === '1',
    retention: keepDays === undefined && keepLast === undefined ? undefined : { keepDays, keepLast },
    limits: limitsOf(variables),
    publicUrl: variables.SLUICE_PUBLIC_URL,
    logLevel: variables.SLUICE_LOG_LEVEL,
    oidc: openIdOf(variables),
  }
}

function modeOf({ SLUICE_OIDC_ISSUER: issuer, SLUICE_MODE: mode, DATABASE_URL: url }: Variables): Settings['mode'] {
  if (issuer !== undefined) return 'tokens'
  if (mode === 'single-user' && url !== undefined)
    throw new ServerRefusal(
      'SLUICE_MODE is single-user and DATABASE_URL is set. In single-user mode nobody signs in; it is for a store in a folder of this machine, not for a database that others reach. Leave out SLUICE_MODE and give callers tokens, or leave out DATABASE_URL.',
    )
  return mode ?? (url === undefined ? 'single-user' : 'tokens')
}

/** A push is JSON, compressed where it is large: what it unpacks to may be as long as what may be sent, twice over. */
function limitsOf({ SLUICE_MAX_PUSH_MB: most }: Variables): Partial<Limits> {
  if (most === undefined) return {}
  const bytes = Math.round(most * 2 ** 20)
  return { bodyBytes: bytes, unpackedBytes: 2 * bytes }
}

/** Whether nobody can administrate without a token. */
export function needsToken({ mode, oidc }: Pick<Settings, 'mode' | 'oidc'>): boolean {
  return mode === 'tokens' && (oidc?.admins ?? []).length === 0
}

/** All of it or nothing: half a sign-in would be a door that nobody can open, or everybody. */
function openIdOf(variables: Variables): OpenIdOptions | undefined {
  const needed = {
    SLUICE_OIDC_ISSUER: variables.SLUICE_OIDC_ISSUER,
    SLUICE_OIDC_CLIENT_ID: variables.SLUICE_OIDC_CLIENT_ID,
    SLUICE_OIDC_CLIENT_SECRET: variables.SLUICE_OIDC_CLIENT_SECRET,
    SLUICE_OIDC_ALLOWED: variables.SLUICE_OIDC_ALLOWED,
    SLUICE_PUBLIC_URL: variables.SLUICE_PUBLIC_URL,
  }
  if (variables.SLUICE_OIDC_ISSUER === undefined) return undefined
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []))
  if (missing.length > 0) throw new ServerRefusal(`Sign-in by OpenID Connect also needs ${missing.join(', ')}.`)
  return {
    issuer: needed.SLUICE_OIDC_ISSUER!,
    clientId: needed.SLUICE_OIDC_CLIENT_ID!,
    clientSecret: needed.SLUICE_OIDC_CLIENT_SECRET!,
    publicUrl: needed.SLUICE_PUBLIC_URL!,
    allowed: needed.SLUICE_OIDC_ALLOWED!,
    admins: variables.SLUICE_OIDC_ADMINS,
    trustEmails: variables.SLUICE_OIDC_TRUST_EMAILS === '1',
  }
}
