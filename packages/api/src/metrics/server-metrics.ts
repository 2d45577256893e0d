import { Counter, Histogram, Registry } from 'prom-client'

/** One answered request; the route is a pattern, never an address, so that series stay few. */
export interface AnsweredRequest {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** What a process counts over its life and all workspaces. */
export interface ServerMetrics {
  countPush(result: 'created' | 'known' | 'refused'): void
  countRequest(request: AnsweredRequest): void
  /** As Prometheus text, version 0.0.4. */
  text(): Promise<string>
}

export function serverMetrics(): ServerMetrics {
  const registry = new Registry()
  const registers = [registry]
  const pushes = new Counter({
    name: 'sluice_pushes_total',
    help: 'Pushes of evaluations by what became of them: created, known already, or refused.',
    labelNames: ['result'],
    registers,
  })
  for (const result of ['created', 'known', 'refused']) pushes.inc({ result }, 0)
  const durations = new Histogram({
    name: 'sluice_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  return {
    countPush: (result) => pushes.inc({ result }),
    countRequest: ({ method, route, status, seconds }) => durations.observe({ method, route, status }, seconds),
    text: () => registry.metrics(),
  }
}
