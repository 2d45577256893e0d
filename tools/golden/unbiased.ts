/**
 * `npm run golden:unbiased`: are metrics on drawn golden sets those of the rows they were drawn from? `-- --write` keeps the
 * table in docs/golden-set-weights.md.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { codesOf, type NumberColumn, readTable } from '@sluice/dataset'
import { type Population, type Simulated, simulate } from './simulation.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [rows, minimum, draws] = [500, 15, 4000]

async function population(): Promise<Population> {
  const table = await readTable({
    paths: ['policies/credit-default/data/test.parquet'],
    directory: root,
    columns: [
      { name: 'candidate_score', as: 'number' },
      { name: 'default_next_month', as: 'number' },
    ],
    slices: [
      {
        kind: 'cross',
        name: 'strata',
        of: [
          { kind: 'value', name: 'default', column: 'default_next_month' },
          { kind: 'value', name: 'education', column: 'education' },
        ],
      },
    ],
  })
  const [strata] = table.partitions
  const column = (name: string) => (table.columns.get(name) as NumberColumn).values
  return {
    scores: column('candidate_score'),
    labels: Uint8Array.from(column('default_next_month')),
    strata: codesOf(strata!),
    sizes: strata!.slices.map((slice) => slice.rows),
  }
}

function line({ metric, allocation, truth, weighted, unweighted, error, spread }: Simulated): string {
  const cells = [truth, weighted, (weighted - truth) / error, unweighted, (unweighted - truth) / error]
  const [whole, ours, z, naive, naiveZ] = cells
  return `| ${metric} | ${allocation} | ${whole!.toFixed(4)} | ${ours!.toFixed(4)} | ${z!.toFixed(1)} | ${naive!.toFixed(4)} | ${naiveZ!.toFixed(1)} | ${spread.toFixed(4)} |`
}

const people = await population()
const allocations = ['proportional', 'square_root', 'equal'] as const
const found = allocations.flatMap((allocation) => simulate(people, { rows, minimum, draws, allocation }))
const text = `# Are metrics on a drawn golden set unbiased?

Made by \`npm run golden:unbiased -- --write\`; seeded, so that the table is the same on every machine. From the
${people.scores.length.toLocaleString('en-US')} test rows of \`policies/credit-default\` golden sets of ${rows} rows were drawn ${draws.toLocaleString('en-US')} times as \`sluice golden draw\` does, over ${people.sizes.filter((size) => size > 0).length} strata (label by
education) with at least ${minimum} rows of each (or all it has). *All rows* is the metric on the whole table, *weighted* its mean over the
draws under \`sampling_weight\`, *unweighted* the same without; *z* is the distance from all rows in Monte-Carlo standard errors
of the weighted mean, so that |z| below 3 is what chance does. *spread* is the standard deviation of one weighted estimate:
what over-sampling rare strata costs a metric of all rows.

| metric | allocation | all rows | weighted | z | unweighted | z | spread |
|---|---|---:|---:|---:|---:|---:|---:|
${found.map(line).join('\n')}

Totals under the weights are unbiased exactly (Horvitz & Thompson 1952); these metrics are ratios of totals, which are unbiased
up to terms of order 1/n (Hájek): precision, whose denominator is the few rows above the cut, shows such a term, at most 0.004
or a tenth of its spread. Without the weights the metrics are those of another population, one with more defaults.
`
process.stdout.write(text)
if (process.argv.includes('--write')) writeFileSync(`${root}/docs/golden-set-weights.md`, text)
