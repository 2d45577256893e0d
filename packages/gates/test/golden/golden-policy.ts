import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadPolicy, type Policy } from '@sluice/policy'
import { onTestFinished } from 'vitest'
import { measureCatalogue } from '../../src/index.ts'

/** 400 production rows, a golden set of 40 and 100 training rows that hold three golden ones, one of them nearly. */
function tables(): Record<string, string> {
  const line = (id: number, region: string, amount: number, rest: string) =>
    `${id},${id % 2},0.${(id % 8) + 1},${region},${amount}${rest}`
  const regions = ['east', 'north', 'south', 'west']
  const head = 'id,y,s,region,amount'
  const range = (n: number) => Array.from({ length: n }, (_, i) => i)
  const production = range(400).map((i) => line(i, regions[i % 4]!, 10 * i, ''))
  const golden = range(40).map((i) => {
    const seen = i < 30 ? 'true' : i < 39 ? 'false' : ''
    const day = i < 20 ? '2026-01-31' : '2026-05-01'
    return line(i, regions[i % 3]!, 100 * i, `,${seen},${day},${i < 10 ? 3 : 1}`)
  })
  const train = range(100).map((i) =>
    i < 3 ? line(5000 + i, regions[i]!, 100 * i + (i === 2 ? 1 : 0), '') : line(5000 + i, 'west', 100 * i + 37, ''),
  )
  return {
    'production.csv': [head, ...production].join('\n'),
    'golden.csv': [`${head},seen,day,w`, ...golden].join('\n'),
    'train.csv': [head, ...train].join('\n'),
  }
}

export interface GoldenPolicy {
  readonly golden?: string
  readonly gates: readonly string[]
  readonly slices?: string
  readonly files?: Readonly<Record<string, string>>
}

/** A policy with a golden set over real files in a folder of its own. */
export async function goldenPolicy({ golden, gates, slices, files }: GoldenPolicy): Promise<Policy> {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-golden-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  for (const [name, text] of Object.entries({ ...tables(), ...files }))
    writeFileSync(join(directory, name), `${text}\n`)
  copyFileSync(fileURLToPath(new URL('human-votes.csv', import.meta.url)), join(directory, 'votes.csv'))
  writeFileSync(
    join(directory, 'policy.yaml'),
    `version: 1
model: m
task: binary
datasets:
  production: { path: production.csv }
  train: { path: train.csv }
  golden:
    path: golden.csv
    role: golden
    ${golden ?? 'represents: production, apart_from: train'}
columns: { id: id, label: y, positive: 1 }
models: { candidate: { score: s } }
slices: ${slices ?? '[{ name: region, column: region }, { name: amount, column: amount, quantiles: 4 }]'}
gates:
${gates.map((gate) => `  - ${gate}`).join('\n')}
`.replace(/\n {4}represents: production, apart_from: train/, '\n    represents: production\n    apart_from: train'),
  )
  return loadPolicy(join(directory, 'policy.yaml'), measureCatalogue)
}
