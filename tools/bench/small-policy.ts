import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { benchTable } from './table.ts'

/** A policy of 10 000 rows as a small team would write it, in `.sluice/`; returns its file. */
export async function smallPolicy(root: string): Promise<string> {
  const table = await benchTable(root, 10_000)
  const file = join(dirname(table), 'small-policy.yaml')
  writeFileSync(
    file,
    `version: 1
model: small
task: binary
datasets: { test: { path: ${table} } }
columns: { label: label }
models: { candidate: { score: score } }
slices:
  - { name: s1, column: s1 }
  - { name: s2, column: s2 }
  - { name: s5, column: s5 }
gates:
  - { name: ranks, metric: roc_auc, min: 0.7, slices: [s1, s2, s5] }
  - { name: precise, metric: pr_auc, min: 0.3 }
  - { name: calibrated, metric: ece, max: 0.2 }
  - { name: honest, metric: log_loss, max: 0.6, slices: [s2] }
  - { name: sharp, metric: brier, max: 0.2 }
  - { name: finds, metric: recall, min: 0.2, slices: [s1] }
`,
  )
  return file
}
