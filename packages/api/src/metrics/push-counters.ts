import { Counter, type Registry } from 'prom-client'

/** What became of pushes, counted over the process's life and all workspaces. */
export interface PushCounters {
  readonly pushes: Counter<'result'>
}

export function pushCounters(registry: Registry): PushCounters {
  const pushes = new Counter({
    name: 'sluice_pushes_total',
    help: 'Pushes of evaluations by what became of them: created, known already, or refused.',
    labelNames: ['result'],
    registers: [registry],
  })
  for (const result of ['created', 'known', 'refused']) pushes.inc({ result }, 0)
  return { pushes }
}
