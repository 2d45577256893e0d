import { type LatestGate, latestGates, type Store } from '@sluice/store'
import { Gauge, Registry } from 'prom-client'

const gateLabels = ['model', 'gate', 'metric', 'dataset', 'slice'] as const

/**
 * The last evaluation of every model of a workspace as Prometheus text (version 0.0.4):
 * - `sluice_gate_value{model,gate,metric,dataset,slice}`: what was measured; absent where there is no value;
 * - `sluice_gate_status{…,status}`: 1 at the status that holds;
 * - `sluice_verdict{model,verdict}`: 1 at the verdict that holds.
 *
 * Alert on `sluice_verdict{verdict!="pass"} == 1`.
 */
export async function gateMetrics(store: Store, workspace: string): Promise<string> {
  const registers = [new Registry()]
  const value = new Gauge({
    name: 'sluice_gate_value',
    help: 'What a gate measured.',
    labelNames: gateLabels,
    registers,
  })
  const status = new Gauge({
    name: 'sluice_gate_status',
    help: '1 at the status that a gate has on a slice.',
    labelNames: [...gateLabels, 'status'],
    registers,
  })
  const verdict = new Gauge({
    name: 'sluice_verdict',
    help: "1 at the verdict of a model's last evaluation.",
    labelNames: ['model', 'verdict'],
    registers,
  })
  for (const row of await latestGates(store, workspace)) {
    const labels = labelsOf(row)
    if (row.value !== null) value.set(labels, row.value)
    status.set({ ...labels, status: row.status }, 1)
    verdict.set({ model: row.model, verdict: row.verdict }, 1)
  }
  return registers[0]!.metrics()
}

/** A gate that measured nothing has no slice: Prometheus takes an empty label for an absent one. */
function labelsOf({ model, gate, metric, dataset, slice }: LatestGate) {
  return { model, gate, metric, dataset, slice: slice ?? '' }
}
