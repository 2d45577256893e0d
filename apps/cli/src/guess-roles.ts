import type { ColumnDescription, TableDescription } from '@sluice/dataset'
import { isGroupLike, isWeightLike } from './besides-roles.ts'
import { labelPrefixes } from './label-prefixes.ts'

/** What a table's columns seem to be. Every guess can be overruled; none is taken silently in a terminal. */
export interface Roles {
  readonly task: 'binary' | 'multiclass' | 'multilabel' | 'regression' | 'ranking'
  readonly id: string | null
  /** The column of labels; multilabel: their `prefix*`. */
  readonly label: string
  readonly positive: string | number | boolean | null
  /** The candidate's score, prediction, or `prefix*`. */
  readonly output: string
  readonly baseline: string | null
  readonly slices: readonly SliceGuess[]
  /** Ranking: what rows are ranked within. */
  readonly query: string | null
  /** Only where they were given: both change every number, which no guess should. */
  readonly weight: string | null
  readonly group: string | null
}

export interface SliceGuess {
  readonly column: string
  /** `null`: by value; a number: quantile bins. */
  readonly quantiles: number | null
}

export interface GivenRoles {
  readonly label?: string
  readonly labels?: string
  readonly query?: string
  readonly weight?: string
  readonly group?: string
  readonly score?: string
  readonly baseline?: string
  readonly positive?: string
  readonly slice: readonly string[]
  /** A person said that there are neither several labels nor queries. */
  readonly rowByRow?: boolean
}

const labelNames =
  /^(?:y|label|target|outcome|class|truth|actual|.*_(?:label|target|outcome)|is_.*|has_.*|.*(?:default|churn|fraud|click|convert|over_).*)$/i
const scoreNames = /score|prob|pred|^p$|^p_|yhat/i
const baselineNames = /base|current|champion|prod|old|today/i
const idNames = /^(?:id|key|uuid|.*_id|.*_key)$/i
const queryNames = /^(?:q|qid|query|query_?id|search_?id)$/i
const mostSlices = 4

/** Guesses the roles of columns from names, types and values; a role that nothing fits is left out. */
export function guessRoles(table: TableDescription, given: GivenRoles): Partial<Roles> {
  const columns = table.columns.filter((column) => column.statistics !== null)
  const { weight = null, group = null } = given
  const single = given.rowByRow === true || given.label !== undefined || given.query !== undefined
  const prefixes = single ? null : labelPrefixes(columns, given)
  const about = { weight, group, id: guessId(columns, table.rows) }
  if (prefixes !== null) {
    const labels = columns.filter(({ name }) => name.startsWith(prefixes.labels.slice(0, -1))).map(({ name }) => name)
    const taken = new Set([...labels, ...Object.values(about)])
    const slices = guessSlices(columns, taken, table, given)
    const { labels: label, scores: output } = prefixes
    return { task: 'multilabel', label, output, baseline: null, positive: null, query: null, slices, ...about }
  }
  const by = (name: string | undefined) => columns.find((column) => column.name === name)
  const outputs = columns.filter((column) => isOutput(column) && !isWeightLike(column))
  const query = given.query ?? (given.rowByRow === true ? null : guessQuery(columns, table.rows, given))
  const label =
    by(given.label) ?? guessLabel(columns.filter((column) => !outputs.includes(column) && column.name !== query))
  const task = query === null ? taskOf(label, columns, given.score) : 'ranking'
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
  const taken = new Set([label?.name, output, baseline, query, ...Object.values(about)])
  return {
    task,
    baseline,
    query,
    positive: task === 'ranking' ? null : (given.positive ?? positiveOf(label)),
    slices: guessSlices(columns, taken, table, given),
    ...about,
    ...(label === undefined ? {} : { label: label.name }),
    ...(output === undefined || output === null ? {} : { output }),
  }
}

function guessId(columns: readonly ColumnDescription[], rows: number | null): string | null {
  const unique = columns.find(
    ({ name, statistics }) => idNames.test(name) && statistics!.missing === 0 && statistics!.distinct === rows,
  )
  return unique?.name ?? null
}

/** A column that is called after queries, of which each has some rows. */
function guessQuery(columns: readonly ColumnDescription[], rows: number | null, given: GivenRoles): string | null {
  const found = columns.find(
    ({ name, statistics }) =>
      queryNames.test(name) && statistics!.distinct > 1 && 2 * statistics!.distinct <= (rows ?? 0),
  )
  return found === undefined || given.slice.includes(found.name) ? null : found.name
}

function guessSlices(
  columns: readonly ColumnDescription[],
  taken: ReadonlySet<string | null | undefined>,
  { rows }: TableDescription,
  given: GivenRoles,
): SliceGuess[] {
  if (given.slice.length > 0)
    return given.slice.map((name) => sliceOf(columns.find((column) => column.name === name) ?? { name }))
  return columns
    .filter((column) => !taken.has(column.name) && !isOutput(column) && isSliceable(column, rows ?? 0))
    .slice(0, mostSlices)
    .map(sliceOf)
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
    usable.find(({ name }) => label !== undefined && sameEnding(name, label.name)) ??
    usable.find(({ name }) => scoreNames.test(name) && !baselineNames.test(name)) ??
    usable[0]
  )
}

/** `s_red` for `l_red`: the score of one label among several. */
function sameEnding(score: string, label: string): boolean {
  const ending = /_[^_]+$/.exec(label)?.[0]
  return ending !== undefined && score.endsWith(ending)
}

function positiveOf(label: ColumnDescription | undefined): Roles['positive'] {
  const values = label?.statistics?.values
  if (values?.length !== 2) return null
  return (
    values.find((value) => value === 1 || value === true || /^(?:yes|true|positive|bad|1)$/i.test(String(value))) ??
    values[1]!
  )
}

/** Few enough values for groups of some size; neither row weights nor the names of users, sessions and the like. */
function isSliceable(column: ColumnDescription, rows: number): boolean {
  const { type, kind, statistics } = column
  const { distinct } = statistics!
  if (kind === 'time' || kind === 'other' || distinct < 2 || isWeightLike(column) || isGroupLike(column)) return false
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
