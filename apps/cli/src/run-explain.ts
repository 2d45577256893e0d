import { measureCatalogue } from '@sluice/gates'
import { nearestMeasure, toJsonSchema } from '@sluice/policy'
import { renderExplain, renderMeasureList } from '@sluice/report'
import { UsageError } from './failure.ts'
import { terminalOf } from './terminal.ts'

/** Prints one measure, or the list of all. */
export function runExplain(metric: string | undefined, format: string): void {
  const entries = [...measureCatalogue.measures.values()]
  const terminal = terminalOf(process.stdout)
  if (metric === undefined) {
    process.stdout.write(`${renderMeasureList(entries, terminal)}\n`)
    return
  }
  const entry = measureCatalogue.measures.get(metric) ?? entries.find((one) => one.aliases?.includes(metric))
  if (entry === undefined) {
    const near = nearestMeasure(metric, measureCatalogue)
    throw new UsageError(
      `there is no measure '${metric}'`,
      near === null ? 'List them: sluice explain' : `Did you mean '${near}'?`,
    )
  }
  const { options, ...rest } = entry
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ ...rest, options: toJsonSchema(options) }, null, 2)}\n`
      : `${renderExplain(entry, terminal)}\n`,
  )
}
