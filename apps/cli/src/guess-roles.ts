import type { ColumnDescription, TableDescription } from '@sluice/dataset'

/** What a table's columns seem to be. Every guess can be overruled; none is taken silently in a terminal. */
export interface Roles {
  readonly task: 'binary' | 'multiclass' | 'regression'
  readonly id: string | null
  readonly label: string
  readonly positive: string | number | boolean | null
  /** The candidate's score, prediction, or `prefix*`. */
  readonly output: string
  readonly baseline: string | null
  readonly slices: readonly SliceGuess[]
}

export interface SliceGuess {
  readonly column: string
  /** `null`: by value; a number: quantile bins. */
  readonly quantiles: number | null
}

export interface GivenRoles {
  readonly label?: string
  readonly score?: string
  readonly baseline?: string
  readonly positive?: string
  readonly slice: readonly string[]
}

const labelNames =
  /^(?:y|label|target|outcome|class|truth|actual|.*_(?:label|target|outcome)|is_.*|has_.*|.*(?:default|churn|fraud|click|convert|over_).*)$/i
const scoreNames = /score|prob|pred|^p$|^p_|yhat/i
const baselineNames = /base|current|champion|prod|old|today/i
const idNames = /^(?:id|key|uuid|.*_id|.*_key)$/i
const weightNames = /weight|wgt/i
const mostSlices = 4

/** Guesses the roles of columns from names, types and values; `null` for a role that nothing fits. */
export function guessRoles(table: TableDescription, given: GivenRoles): Partial<Roles> {
  const columns = table.columns.filter((column) => column.statistics !== null)
  const by = (name: string | undefined) => columns.find((column) => column.name === name)
  const outputs = columns.filter(isOutput)
  const label = by(given.label) ?? guessLabel(columns.filter((column) => !outputs.includes(column)))
  const task = taskOf(label, columns, given.score)
  const output =
    task === 'multiclass'
      ? (given.score ?? probabilityPrefix(columns, label!))
      : (given.score ?? guessCandidate(task === 'regression' ? columns : outputs, label)?.name)
  const baseline =
    task === 'multiclass'
      ? null
      : (given.baseline ??
        outputs.find((column) => column.name !== output && baselineNames.test(column.name))?.name ??
        null)
  const id =
    columns.find(
      (column) =>
        idNames.test(column.name) && column.statistics!.missing === 0 && column.statistics!.distinct === table.rows,
    )?.name ?? null
  const taken = new Set([label?.name, output, baseline, id, ...outputs.map((column) => column.name)])
  const slices =
    given.slice.length > 0
      ? given.slice.map((name) => sliceOf(by(name) ?? { name }))
      : columns
          .filter((column) => !taken.has(column.name) && isSliceable(column, table.rows ?? 0))
          .slice(0, mostSlices)
          .map(sliceOf)
  return {
    task,
    id,
    baseline,
    positive: given.positive ?? positiveOf(label),
    slices,
    ...(label === undefined ? {} : { label: label.name }),
    ...(output === undefined || output === null ? {} : { output }),
  }
}

/** Columns that can be a score: real numbers with many values. */
export function isOutput({ type, name, statistics }: ColumnDescription): boolean {
  return isReal(type) && (statistics?.distinct ?? 0) > 10 && (scoreNames.test(name) || within01({ statistics }))
}

function isReal(type: string): boolean {
  return /DOUBLE|FLOAT|DECIMAL/.test(type)
}

function within01({ statistics }: Pick<ColumnDescription, 'statistics'>): boolean {
  const { min, max } = statistics!
  return typeof min === 'number' && typeof max === 'number' && min >= 0 && max <= 1
}

function guessLabel(columns: readonly ColumnDescription[]): ColumnDescription | undefined {
  const twoValued = columns.filter(({ statistics }) => statistics!.distinct === 2)
  const zeroOne = twoValued.filter(({ statistics }) =>
    statistics!.values?.every((value) => value === 0 || value === 1 || typeof value === 'boolean'),
  )
  return (
    zeroOne.find(({ name }) => labelNames.test(name)) ??
    columns.find(({ name, kind }) => /^(?:y|label|target|actual)$/i.test(name) && kind !== 'time') ??
    zeroOne.at(-1) ??
    twoValued.find(({ name }) => labelNames.test(name))
  )
}

/** A score that is given settles it: `prefix*` holds probabilities of classes, one column does not. */
function taskOf(
  label: ColumnDescription | undefined,
  columns: readonly ColumnDescription[],
  score: string | undefined,
): Roles['task'] {
  if (score?.endsWith('*')) return 'multiclass'
  if (label === undefined || label.statistics!.distinct <= 2) return 'binary'
  return score === undefined && probabilityPrefix(columns, label) !== undefined ? 'multiclass' : 'regression'
}

/** `p_cat`, `p_dog`, … for a label of `cat`, `dog`, …: the prefix with a star. */
function probabilityPrefix(columns: readonly ColumnDescription[], label: ColumnDescription): string | undefined {
  const classes = label.statistics!.values?.map(String) ?? []
  const first = classes[0]
  if (first === undefined || classes.length < 3) return undefined
  return columns
    .filter(({ name }) => name.endsWith(first))
    .map(({ name }) => name.slice(0, name.length - first.length))
    .filter((prefix) => prefix !== '' && classes.every((value) => columns.some(({ name }) => name === prefix + value)))
    .map((prefix) => `${prefix}*`)[0]
}

function guessCandidate(
  outputs: readonly ColumnDescription[],
  label: ColumnDescription | undefined,
): ColumnDescription | undefined {
  const usable = outputs.filter((column) => column !== label && isOutput(column))
  return (
    usable.find(({ name }) => /cand|new|challenger/i.test(name)) ??
    usable.find(({ name }) => scoreNames.test(name) && !baselineNames.test(name)) ??
    usable[0]
  )
}

function positiveOf(label: ColumnDescription | undefined): Roles['positive'] {
  const values = label?.statistics?.values
  if (values?.length !== 2) return null
  return (
    values.find((value) => value === 1 || value === true || /^(?:yes|true|positive|bad|1)$/i.test(String(value))) ??
    values[1]!
  )
}

/** Few enough values for groups of some size; no weights, which are real numbers that may all be 0 or 1. */
function isSliceable({ name, type, kind, statistics }: ColumnDescription, rows: number): boolean {
  const { distinct } = statistics!
  if (kind === 'time' || kind === 'other' || distinct < 2 || weightNames.test(name)) return false
  if (isReal(type) && distinct <= 2) return false
  return kind === 'text' || kind === 'boolean' ? distinct <= 12 : distinct < 0.5 * rows
}

function sliceOf(column: {
  readonly name: string
  readonly kind?: string
  readonly statistics?: ColumnDescription['statistics']
}): SliceGuess {
  const many = column.kind === 'number' && (column.statistics?.distinct ?? 0) > 12
  return { column: column.name, quantiles: many ? 4 : null }
}
