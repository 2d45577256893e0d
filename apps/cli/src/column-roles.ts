import type { MeasuredTask } from '@sluice/gates'
import type { ModelDefinition } from '@sluice/policy'
import { UsageError } from './failure.ts'

/** What `sluice measure` was called with. */
export interface MeasureFlags {
  readonly label?: string
  readonly labels?: readonly string[]
  readonly score?: string
  readonly prediction?: string
  readonly proba?: string
  readonly quantile?: readonly string[]
  readonly query?: string
  readonly positive?: string
  readonly threshold: string
  readonly by: readonly string[]
  readonly metric: readonly string[]
  readonly weight?: string
  readonly group?: string
  readonly confidence: string
  readonly format: string
}

type Outputs = Pick<ModelDefinition, 'score' | 'prediction' | 'probabilities' | 'quantiles'>

/** The task that a call is about, and which columns hold its labels and its model's outputs. */
export interface ColumnRoles extends Outputs {
  readonly task: MeasuredTask
  readonly label: string | null
  readonly labels: readonly string[] | null
  readonly query: string | null
}

const nothing = { labels: null, query: null, score: null, prediction: null, probabilities: null, quantiles: null }

/**
 * Reads the task off the columns that a call names.
 *
 * @throws UsageError where the columns belong to no task, or to several
 */
export function columnRoles(flags: MeasureFlags): ColumnRoles {
  const { label, labels = [], quantile = [] } = flags
  if (labels.length > 0) return multilabelRoles(flags, labels)
  if (label === undefined) {
    throw new UsageError(
      'measure needs --label, the column of true labels, or --labels "prefix*" where a row has several',
      'Example: sluice measure scores.parquet --label y --score p',
    )
  }
  if (flags.query !== undefined) {
    const { score } = onlyOutput(flags, 'score', '--query (ranking)')
    return { ...nothing, task: 'ranking', label, query: flags.query, score }
  }
  if (quantile.length > 0) {
    const { prediction } = onlyOutput(flags, 'prediction', '--quantile', 'optional')
    return {
      ...nothing,
      task: prediction === null ? 'quantile' : 'regression',
      label,
      prediction,
      quantiles: quantilesOf(quantile),
    }
  }
  const given = outputsOf(flags)
  if (given.length !== 1) {
    throw new UsageError(
      `measure takes one of --score (binary; ranking with --query), --prediction (regression), --proba (multiclass) and --quantile (quantiles), not ${given.length === 0 ? 'none' : given.map((name) => `--${name}`).join(' and ')}`,
      'Example: sluice measure scores.parquet --label y --score p',
    )
  }
  const { score = null, prediction = null, proba = null } = flags
  const task = score !== null ? 'binary' : prediction !== null ? 'regression' : 'multiclass'
  return { ...nothing, task, label, score, prediction, probabilities: proba }
}

/** Label columns and score columns are paired by what follows their prefixes. */
function multilabelRoles(flags: MeasureFlags, labels: readonly string[]): ColumnRoles {
  const clash = (['label', 'prediction', 'query'] as const).find((name) => flags[name] !== undefined)
  if (clash !== undefined || (flags.quantile ?? []).length > 0) {
    throw new UsageError(
      `--labels (multilabel) does not go with --${clash ?? 'quantile'}`,
      'Example: sluice measure tags.parquet --labels "l_*" --proba "p_*"',
    )
  }
  const given = [flags.proba, flags.score].filter((pattern) => pattern !== undefined)
  if (given.length !== 1 || !given[0]!.endsWith('*')) {
    throw new UsageError(
      `--labels (multilabel) needs the score columns by their prefix, --proba "p_*"${given.length === 0 ? '' : `, not '${given.join("' and '")}'`}`,
      'Example: sluice measure tags.parquet --labels "l_*" --proba "p_*"',
    )
  }
  return { ...nothing, task: 'multilabel', label: null, labels, probabilities: given[0]! }
}

function outputsOf(flags: MeasureFlags) {
  return (['score', 'prediction', 'proba'] as const).filter((name) => flags[name] !== undefined)
}

/** The one output that goes with a flag; any other beside it is refused. */
function onlyOutput<Name extends 'score' | 'prediction'>(
  flags: MeasureFlags,
  wanted: Name,
  besides: string,
  need: 'needed' | 'optional' = 'needed',
): Record<Name, string | null> {
  const other = outputsOf(flags).find((name) => name !== wanted)
  if (other !== undefined) throw new UsageError(`${besides} does not go with --${other}`, `It takes --${wanted}.`)
  const column = flags[wanted] ?? null
  if (column === null && need === 'needed') throw new UsageError(`${besides} needs --${wanted}`)
  return { [wanted]: column } as Record<Name, string | null>
}

/** `0.1=q10` → level 0.1 in column q10. */
function quantilesOf(texts: readonly string[]): Record<string, string> {
  const columns: Record<string, string> = {}
  for (const text of texts) {
    const [, written, column] = /^([^=]*)=(.+)$/.exec(text) ?? []
    const level = Number(written)
    if (written === undefined || !(level > 0 && level < 1)) {
      throw new UsageError(
        `--quantile takes LEVEL=COLUMN with a level between 0 and 1, not '${text}'`,
        'Example: --quantile 0.1=q10 --quantile 0.9=q90',
      )
    }
    if (String(level) in columns) throw new UsageError(`--quantile names the level ${level} twice`)
    columns[String(level)] = column!
  }
  return columns
}
