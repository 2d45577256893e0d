import { and, eq, exists, gt, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { ask } from './ask.ts'
import { jobs } from './schema/index.ts'
import type { Store } from './store.ts'

/** One time that a scheduled job is due. */
export interface JobClaim {
  readonly name: string
  readonly due: Date
  /** Names the server that asks; each process its own. */
  readonly holder: string
}

/**
 * Whether `holder` shall run the job now. Of all servers that ask, one gets `true`; another does only when that one has
 * not finished and its lease has run out. Leases are counted by the database's clock: servers need not agree.
 */
export async function claimJob(
  store: Store,
  { name, due, holder, leaseSeconds }: JobClaim & { readonly leaseSeconds: number },
): Promise<boolean> {
  const leaseUntil = sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})`
  const claimed = await ask(store, (database) =>
    database
      .insert(jobs)
      .values({ name, due, holder, leaseUntil })
      .onConflictDoUpdate({
        target: [jobs.name, jobs.due],
        set: { holder, leaseUntil, attempts: sql`${jobs.attempts} + 1` },
        setWhere: sql`${jobs.finishedAt} is null and ${jobs.leaseUntil} <= clock_timestamp()`,
      })
      .returning({ name: jobs.name }),
  )
  return claimed.length > 0
}

/**
 * Holds the job for `leaseSeconds` more, from now; false where it is held no more: another holder took it over when the lease
 * had run out, or it is finished.
 */
export async function renewJob(
  store: Store,
  { name, due, holder, leaseSeconds }: JobClaim & { readonly leaseSeconds: number },
): Promise<boolean> {
  const renewed = await ask(store, (database) =>
    database
      .update(jobs)
      .set({ leaseUntil: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})` })
      .where(and(eq(jobs.name, name), eq(jobs.due, due), eq(jobs.holder, holder), isNull(jobs.finishedAt)))
      .returning({ name: jobs.name }),
  )
  return renewed.length > 0
}

/** Notes that the job is done, well or not; false where another holder has taken it over, whose outcome counts. */
export async function finishJob(
  store: Store,
  { name, due, holder }: JobClaim,
  outcome: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const finished = await ask(store, (database) =>
    database
      .update(jobs)
      .set({ finishedAt: sql`clock_timestamp()`, outcome })
      .where(and(eq(jobs.name, name), eq(jobs.due, due), eq(jobs.holder, holder), isNull(jobs.finishedAt)))
      .returning({ name: jobs.name }),
  )
  return finished.length > 0
}

/**
 * Deletes the rows of a job's runs that were finished more than so many days ago. Its last one stays, for it says that the
 * time has been taken; so do those that were never finished.
 *
 * @returns how many
 */
export async function forgetJobs(store: Store, name: string, days: number): Promise<number> {
  const later = alias(jobs, 'later')
  const forgotten = await ask(store, (database) =>
    database
      .delete(jobs)
      .where(
        and(
          eq(jobs.name, name),
          sql`${jobs.finishedAt} < clock_timestamp() - make_interval(days => ${days})`,
          exists(
            database
              .select({ name: later.name })
              .from(later)
              .where(and(eq(later.name, name), gt(later.due, jobs.due))),
          ),
        ),
      )
      .returning({ due: jobs.due }),
  )
  return forgotten.length
}
