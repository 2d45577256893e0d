import type { MeasuredTask } from '@sluice/gates'
import type { Gate, MeasureCatalogue, MeasureEntry } from '@sluice/policy'
import { nearestMeasure, nearestSpelling } from '@sluice/policy'
import { UsageError } from './failure.ts'

/** A measure with its options, as `--metric` names it. */
export interface MetricFlag {
  /** As it was written. */
  readonly text: string
  readonly metric: Gate['metric']
}

/**
 * Reads `ece` or `ece:bins=10,strategy=quantile`.
 *
 * @throws UsageError for a measure or an option that does not exist, a value that an option does not take, and a measure
 *   that a table alone cannot give
 */
export function metricFlag(text: string, task: MeasuredTask, catalogue: MeasureCatalogue): MetricFlag {
  const [, name, written] = /^([^:]*)(?::(.*))?$/s.exec(text)!
  const entry = catalogue.measures.get(name!)
  if (entry === undefined) {
    const near = nearestMeasure(name!, catalogue)
    throw new UsageError(
      `there is no measure '${name}'`,
      near === null ? 'List them: sluice explain' : `Did you mean '${near}'?`,
    )
  }
  if (!entry.tasks.includes(task)) {
    throw new UsageError(
      `'${name}' measures ${entry.tasks.join(', ')} models, this call is ${task}`,
      'List the measures: sluice explain',
    )
  }
  if ((entry.subject ?? 'model') !== 'model' || entry.needs.includes('call')) {
    throw new UsageError(
      `'${name}' needs more than one model's columns in a table`,
      `A policy can ask for it: sluice explain ${name}`,
    )
  }
  return { text, metric: { name: name!, options: optionsOf(entry, written) } }
}

function optionsOf(entry: MeasureEntry, written: string | undefined): Gate['metric']['options'] {
  const given: Record<string, unknown> = {}
  for (const part of written === undefined ? [] : written.split(',')) {
    const [, name, value] = /^([^=]+)=(.+)$/s.exec(part) ?? []
    if (name === undefined || value === undefined) {
      throw new UsageError(
        `--metric ${entry.name} takes options as NAME=VALUE with commas between, not '${written}'`,
        'Example: --metric ece:bins=10,strategy=quantile',
      )
    }
    if (!(name in entry.options.shape)) throw unknownOption(entry, name)
    given[name] = optionValue(value)
  }
  const parsed = entry.options.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UsageError(`--metric ${entry.name}: ${issue!.path.join('.')}: ${issue!.message}`, explained(entry))
}

function unknownOption(entry: MeasureEntry, name: string): UsageError {
  const names = Object.keys(entry.options.shape)
  const near = nearestSpelling(name, names)
  const has = names.length === 0 ? 'no options' : names.join(', ')
  return new UsageError(
    `--metric ${entry.name} has no option '${name}'; it has ${has}`,
    near === null ? explained(entry) : `Did you mean '${near}'?`,
  )
}

function explained(entry: MeasureEntry): string {
  return `What it takes: sluice explain ${entry.name}`
}

/** Numbers and truth values as such, anything else as text. */
function optionValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  return text.trim() === '' || Number.isNaN(number) ? text : number
}
