import { type DrawGoldenSetRequest, describeTable, drawGoldenSet, type SliceRequest } from '@sluice/dataset'
import { nearestSpelling } from '@sluice/policy'
import { type DrawnReport, renderDrawn, renderDrawnJson } from '@sluice/report'
import { UsageError } from './failure.ts'
import { requireWritable } from './require-writable.ts'
import { terminalOf } from './terminal.ts'

export interface GoldenDrawFlags {
  readonly rows: string
  readonly by: readonly string[]
  readonly output: string
  readonly minimum: string
  readonly allocation: string
  readonly seed: string
  readonly format: string
}

const allocations = ['proportional', 'square_root', 'equal'] as const

/** One run of `sluice golden draw`. */
export async function runGoldenDraw(file: string, flags: GoldenDrawFlags): Promise<number> {
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new UsageError(`golden draw knows the formats text and json, not '${flags.format}'`)
  if (flags.by.length === 0)
    throw new UsageError(
      'golden draw needs --by, the columns that cut the rows into strata',
      'Example: --by label --by age:4',
    )
  const request = requestOf(file, flags)
  await requireWritable(flags.output, '--output')
  await requireColumns(file, request.by)
  const report: DrawnReport = { output: flags.output, seed: flags.seed, ...(await drawGoldenSet(request)) }
  const text = flags.format === 'json' ? renderDrawnJson(report) : renderDrawn(report, terminalOf(process.stdout))
  process.stdout.write(`${text}\n`)
  return 0
}

function requestOf(file: string, flags: GoldenDrawFlags): DrawGoldenSetRequest {
  const allocation = allocations.find((name) => name === flags.allocation)
  if (allocation === undefined)
    throw new UsageError(`--allocation takes ${allocations.join(', ')}, not '${flags.allocation}'`)
  return {
    paths: [file],
    directory: process.cwd(),
    by: flags.by.map(stratumOf),
    rows: wholeNumber(flags.rows, '--rows'),
    minimum: wholeNumber(flags.minimum, '--minimum'),
    allocation,
    seed: flags.seed,
    output: flags.output,
  }
}

function wholeNumber(text: string, flag: string): number {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) < 2 ** 31) return Number(text)
  throw new UsageError(`${flag} takes a whole number from 1, not '${text}'`)
}

/** `region` → by value; `age:4` → quarters. */
function stratumOf(text: string): SliceRequest & { readonly column: string } {
  const [, column, bins] = /^(.+):(\d+)$/.exec(text) ?? []
  if (column === undefined) return { kind: 'value', name: text, column: text }
  return { kind: 'quantiles', name: column, column, quantiles: Number(bins) }
}

async function requireColumns(file: string, by: DrawGoldenSetRequest['by']): Promise<void> {
  const { columns } = await describeTable([file], process.cwd())
  const names = columns.map(({ name }) => name)
  for (const { name } of by) {
    if (names.includes(name)) continue
    const near = nearestSpelling(name, names)
    throw new UsageError(
      `--by: the table has no column '${name}'`,
      `${near === null ? '' : `Did you mean '${near}'? `}It has ${names.join(', ')}.`,
    )
  }
}
