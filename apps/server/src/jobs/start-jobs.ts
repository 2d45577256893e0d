import { Cron } from 'croner'
import { type JobRunner, runDueJobs } from './run-due-jobs.ts'

/** Looks every minute for jobs that are due, and once at the start for those that were missed. */
export function startJobs(runner: JobRunner, now: () => Date): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  const lookNow = async () => {
    try {
      await runDueJobs(runner, now())
    } catch (error) {
      runner.log.error({ err: error }, 'jobs could not be looked for')
    }
  }
  const look = () => {
    running = running.then(lookNow)
    return running
  }
  const clock = new Cron('* * * * *', { timezone: 'UTC', unref: true }, look)
  void look()
  return {
    async stop() {
      clock.stop()
      await running
    },
  }
}
