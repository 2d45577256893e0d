import { measureCatalogue } from '@sluice/gates'
import { type MeasureEntry, nearestMeasure, toJsonSchema } from '@sluice/policy'
import { renderExplain, renderMeasureList } from '@sluice/report'
import { UsageError } from './failure.ts'
import { terminalOf } from './terminal.ts'

/** Prints one measure, or the list of all. */
export function runExplain(metric: string | undefined, format: string): void {
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`explain knows the formats text and json, not '${format}'`)
  const entries = [...measureCatalogue.measures.values()]
  const terminal = terminalOf(process.stdout)
  if (metric === undefined) {
    process.stdout.write(`${format === 'json' ? jsonOf(entries.map(plain)) : renderMeasureList(entries, terminal)}\n`)
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
  process.stdout.write(`${format === 'json' ? jsonOf(plain(entry)) : renderExplain(entry, terminal)}\n`)
}

/** What the entry says of the measure, with its options as a JSON Schema; the functions that measure are no part of it. */
function plain(entry: MeasureEntry): object {
  const { name, aliases, tasks, subject, needs, direction, range, unit, counts, bySlice, impliedBy, suite } = entry
  const { options, describe } = entry
  const about = { name, aliases, tasks, subject, needs, direction, range, unit, counts, bySlice, impliedBy, suite }
  return { ...about, options: toJsonSchema(options), describe }
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
