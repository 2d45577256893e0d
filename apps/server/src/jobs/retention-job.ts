import { applyRetention, listWorkspaces, type RetentionPace, type Store } from '@sluice/store'
import type { RetentionOptions } from '../options.ts'
import type { Job } from './job.ts'

/**
 * Deletes what retention does not keep, every night, in every workspace. Its lease is for one batch: a long night's work is
 * held from batch to batch.
 */
export function retentionJob(store: Store, rule: RetentionOptions, pace: Pick<RetentionPace, 'atOnce'> = {}): Job {
  return {
    name: 'retention',
    schedule: '17 3 * * *',
    leaseSeconds: 600,
    async run(now, hold) {
      let deleted = 0
      const betweenBatches = () => hold.renew()
      for (const { id } of await listWorkspaces(store)) {
        deleted += (await applyRetention(store, id, { ...rule, now }, { ...pace, betweenBatches })).deleted
        await hold.renew()
      }
      return { deleted }
    },
  }
}
