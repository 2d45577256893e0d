import { applyRetention, listWorkspaces, type Store } from '@sluice/store'
import type { RetentionOptions } from '../options.ts'
import type { Job } from './job.ts'

/** Deletes what retention does not keep, every night, in every workspace. */
export function retentionJob(store: Store, rule: RetentionOptions): Job {
  return {
    name: 'retention',
    schedule: '17 3 * * *',
    leaseSeconds: 600,
    async run(now) {
      let deleted = 0
      for (const { id } of await listWorkspaces(store))
        deleted += (await applyRetention(store, id, { ...rule, now })).deleted
      return { deleted }
    },
  }
}
