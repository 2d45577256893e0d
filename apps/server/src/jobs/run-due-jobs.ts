import { claimJob, finishJob, forgetJobs, type JobClaim, renewJob, type Store, StoreError } from '@sluice/store'
import { Cron } from 'croner'
import type { FastifyBaseLogger } from 'fastify'
import { type Hold, type Job, JobTakenOver } from './job.ts'

export interface JobRunner {
  readonly store: Store
  readonly jobs: readonly Job[]
  /** Names this process among those that share the database. */
  readonly holder: string
  readonly log: Pick<FastifyBaseLogger, 'info' | 'error'>
}

/** How long it can be seen what came of a run. */
const keepDays = 90

/**
 * Runs each job whose last due time nobody has taken: once over all servers that share a database. A time that passed
 * while no server ran is made up for once; a server that died at it is relieved when its lease runs out.
 *
 * @returns the names of the jobs that ran here
 */
export async function runDueJobs({ store, jobs, holder, log }: JobRunner, now: Date): Promise<readonly string[]> {
  const ran: string[] = []
  for (const job of jobs) {
    const due = lastDue(job.schedule, now)
    if (due === null) continue
    const claim = { name: job.name, due, holder }
    if (!(await claimJob(store, { ...claim, leaseSeconds: job.leaseSeconds }))) continue
    const outcome = await outcomeOf(job, now, holdOf(store, job, claim), log)
    if (outcome !== null) await finishJob(store, claim, outcome)
    await forgetJobs(store, job.name, keepDays)
    ran.push(job.name)
  }
  return ran
}

function holdOf(store: Store, { leaseSeconds }: Job, claim: JobClaim): Hold {
  return {
    async renew() {
      if (await renewJob(store, { ...claim, leaseSeconds })) return
      throw new JobTakenOver(
        `${claim.name} took longer than its lease of ${leaseSeconds} s; another server runs it now.`,
      )
    },
  }
}

/**
 * What a job came to; `null` where that is not this server's to say: the database went away under it, so that its lease runs
 * out and it is run again, or another server has it.
 */
async function outcomeOf(
  job: Job,
  now: Date,
  hold: Hold,
  log: JobRunner['log'],
): Promise<Record<string, unknown> | null> {
  try {
    const outcome = { ok: true, ...(await job.run(now, hold)) }
    log.info({ job: job.name, outcome }, 'job done')
    return outcome
  } catch (error) {
    log.error({ err: error, job: job.name }, 'job failed')
    if (error instanceof JobTakenOver || (error instanceof StoreError && error.code === 'unavailable')) return null
    return { ok: false, problem: error instanceof Error ? error.message : String(error) }
  }
}

/** The last time at or before `now` that a schedule names. */
export function lastDue(schedule: string, now: Date): Date | null {
  // Croner looks strictly before its reference, and times are due on whole seconds.
  const next = new Date((Math.floor(now.getTime() / 1000) + 1) * 1000)
  const [last] = new Cron(schedule, { timezone: 'UTC', paused: true }).previousRuns(1, next)
  return last ?? null
}
