/** Work that is due at times. */
export interface Job {
  readonly name: string
  /** Cron, in UTC: `17 3 * * *`. */
  readonly schedule: string
  /** How long a server may hold it without a word before another takes it for dead. */
  readonly leaseSeconds: number
  /**
   * @param hold says that the work goes on: to be called well within each lease
   * @returns what came of it, for the record
   */
  run(now: Date, hold: Hold): Promise<Readonly<Record<string, unknown>>>
}

/** A server's hold on a job that it runs. */
export interface Hold {
  /**
   * Holds it for another lease.
   *
   * @throws JobTakenOver where another server has it: what is left is that one's
   */
  renew(): Promise<void>
}

/** Thrown into a job whose lease had run out, and which another server runs now. */
export class JobTakenOver extends Error {
  override readonly name = 'JobTakenOver'
}
