/** Work that is due at times. */
export interface Job {
  readonly name: string
  /** Cron, in UTC: `17 3 * * *`. */
  readonly schedule: string
  /** How long a server may hold it before another takes it for dead. */
  readonly leaseSeconds: number
  /** @returns what came of it, for the record */
  run(now: Date): Promise<Readonly<Record<string, unknown>>>
}
