/**
 * `npm run coverage:intervals`: how often do 95 % intervals hold the true value? `-- --write` keeps the tables in
 * docs/interval-coverage.md; `--only ece,rmsce` simulates some claims alone and keeps the other lines. Fails where an interval covers less than 93 % and lint would not say so.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { intervalLimits } from '@sluice/policy'
import { portions, sizes } from './plan.ts'
import { coverageTables, hasWarning, isTooShort, withCells } from './table.ts'
import { simulateAll } from './threads.ts'

const count = (n: number) => n.toLocaleString('en-US')
const root = fileURLToPath(new URL('../..', import.meta.url))

const page = `${root}/docs/interval-coverage.md`
const only = process.argv[process.argv.indexOf('--only') + 1]?.split(',')
const selected = process.argv.includes('--only') ? only : undefined

let percent = 0
const cells = await simulateAll(portions(selected), availableParallelism(), (done) => {
  if (Math.floor(100 * done) === percent) return
  percent = Math.floor(100 * done)
  process.stderr.write(process.stderr.isTTY ? `\r${percent} %` : percent % 10 === 0 ? `${percent} %\n` : '')
})
const replicates = sizes.map(({ rows, replicates }) => `${count(replicates)} of ${count(rows)} rows`)
const written = `# Do the 95 % intervals cover 95 %?

Made by \`npm run coverage:intervals -- --write\`; seeded, so that the table is the same on every machine. Each cell is the
share of simulated tables whose interval held the population’s true value, in percent, and in brackets the share of tables
for which there was an interval at all, where that is not every one: without one, a gate is inconclusive. Rows are drawn one by
one from two binormal models that share part of their noise, so that the number of positives varies. True values are closed
forms or integrals over the population. Simulated tables: ${replicates.join(', ')};
\`smooth_ece\`, which is slow, on 1,000 of each size. Two Monte-Carlo standard errors are 0.7 points for 4,000 tables, 1.4 for 1,000.

**Bold**: below 93 %, the interval claims too much. There \`sluice lint\` warns (\`unreliable-interval\`); the run fails where it would
not. *Italic*: above 97 %, the interval is wider than it need be, so that gates decide later than they could and never more
wrongly. That is so for smooth and root mean square calibration errors, for rates with 4 positives, and for differences of ECE: those of
two calibrated models are differences of noise, to which no interval of influences is suited, and lint says so at every size (\`noisy-difference\`).

${coverageTables(cells)}
`
const text = selected === undefined ? written : withCells(readFileSync(page, 'utf8'), cells)
process.stdout.write(selected === undefined ? text : `${coverageTables(cells)}\n`)
if (process.argv.includes('--write')) writeFileSync(page, text)
const unsaid = cells.filter((cell) => isTooShort(cell) && !hasWarning(cell, intervalLimits))
for (const { study, rows, name, held, intervals } of unsaid) {
  process.stderr.write(`No warning: ${name}, ${study}, ${rows} rows: ${((100 * held) / intervals).toFixed(1)} %\n`)
}
if (unsaid.length > 0) process.exitCode = 1
