import type { OpenIdOptions } from '@sluice/api'
import type { Store } from '@sluice/store'
import type { LoggerOptions } from 'pino'

/** Pino's options, and where lines go instead of standard output. */
export interface LogOptions extends LoggerOptions {
  readonly stream?: { write(line: string): void }
}

/** How much of a server one caller may use. */
export interface Limits {
  /** All requests of one address; pages of a console make a few each. */
  readonly requestsPerMinute: number
  /** Changes by one token or person: pushes above all. */
  readonly changesPerMinute: number
  /** Attempts to sign in from one address. */
  readonly signInsPerMinute: number
  /** A body as it is sent. */
  readonly bodyBytes: number
  /** A compressed body when it is unpacked. */
  readonly unpackedBytes: number
  /** How deep JSON may nest. */
  readonly nesting: number
}

export const defaultLimits: Limits = {
  requestsPerMinute: 6000,
  changesPerMinute: 600,
  signInsPerMinute: 20,
  bodyBytes: 16 * 2 ** 20,
  unpackedBytes: 32 * 2 ** 20,
  nesting: 64,
}

/** Which evaluations stay; with neither, all do. */
export interface RetentionOptions {
  readonly keepDays?: number | undefined
  readonly keepLast?: number | undefined
}

export interface ServerOptions {
  /** Stays the caller's: `close` leaves it open. */
  readonly store: Store
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly mode: 'single-user' | 'tokens'
  /** The built console; absent: API only. */
  readonly consoleFolder?: string | undefined
  /** People's sign-in; only with `tokens`. */
  readonly oidc?: OpenIdOptions | undefined
  /** Where people open the console, `https://…`, where a proxy in front gives it another name than `Host` says. */
  readonly publicUrl?: string | undefined
  /** `false`: silent. */
  readonly log?: LogOptions | false | undefined
  readonly retention?: RetentionOptions | undefined
  readonly limits?: Partial<Limits> | undefined
  /** Whether a proxy in front names the caller (`X-Forwarded-*`); default no. */
  readonly trustProxy?: boolean | undefined
  readonly now?: (() => Date) | undefined
}
