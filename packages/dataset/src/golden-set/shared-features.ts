import { DatasetError } from '../dataset-error.ts'
import { type ColumnDescription, describeTable } from '../describe-table.ts'
import { readTable } from '../read-table.ts'
import { listNames, nearestSpelling } from '../spelling.ts'
import type { CategoryColumn, Column, InputFile, NumberColumn } from '../table.ts'

/** Where a table is, and what messages call it. */
export interface NamedSource {
  readonly name: string
  readonly paths: readonly string[]
  readonly directory: string
}

export interface Feature {
  readonly name: string
  /** Booleans count as numbers, 0 and 1. */
  readonly kind: 'number' | 'category'
  /** Of a category: the text of each code, the same codes in every table. */
  readonly labels: readonly string[]
}

/** A column of free text, of which each text is likely to be there once. */
export interface TextFeature {
  readonly name: string
  readonly kind: 'text'
  /** The text of each code, the same codes in every table. */
  readonly labels: readonly string[]
}

export type ComparedFeature = Feature | TextFeature

/** The features of one table, in the order of the features: numbers, or codes of categories and texts; NaN where missing. */
export interface FeatureRows {
  readonly rows: number
  readonly columns: readonly Float64Array[]
  readonly inputs: readonly InputFile[]
}

export interface SharedFeatures {
  /** Texts behind the others. */
  readonly features: readonly ComparedFeature[]
  /** One a source, in their order. */
  readonly tables: readonly FeatureRows[]
  /** What was left out, and why. */
  readonly notes: readonly string[]
}

export interface FeatureChoice {
  /** Column names; default every column that all tables have, times and texts of many values aside. */
  readonly features?: readonly string[]
  /** Columns of free text, compared by their shingles and not as categories. */
  readonly texts?: readonly string[]
  /** Columns that are no features unless they are named: labels, ids, scores. */
  readonly except?: readonly string[]
}

/** Past this many values a text is no category unless somebody says that it is a feature. */
const mostTextValues = 1000

/**
 * Reads the same features of several tables, so that their rows can be compared value by value.
 *
 * @param sources the first one decides which columns there are to choose from
 * @throws DatasetError `missing-column` for a feature or text that a table lacks, or where neither is shared; `unsupported-type`
 *   where a feature is a number in one table and a text in another, or a text is none; as `readTable` for files
 */
export async function readSharedFeatures(
  sources: readonly NamedSource[],
  choice: FeatureChoice = {},
): Promise<SharedFeatures> {
  const described = await Promise.all(
    sources.map(async ({ paths, directory }) => (await describeTable(paths, directory)).columns),
  )
  const { texts = [] } = choice
  for (const name of texts) requireColumn(name, 'text', sources, described)
  const { names: others, notes } = await chosen(sources, described, choice)
  const names = [...others, ...texts]
  const kinds = [...others.map((name) => kindOf(name, sources, described)), ...texts.map(() => 'text' as const)]
  const tables = await Promise.all(
    sources.map(({ paths, directory }) =>
      readTable({
        paths,
        directory,
        columns: names.map((name, f) => ({ name, as: kinds[f]! })),
        slices: [],
      }),
    ),
  )
  const dictionaries = names.map((): Map<string, number> => new Map())
  const rows = tables.map(
    (table): FeatureRows => ({
      rows: table.rows,
      inputs: table.inputs,
      columns: names.map((name, f) => valuesOf(table.columns.get(name)!, dictionaries[f]!)),
    }),
  )
  const features = names.map((name, f) => ({ name, kind: kinds[f]!, labels: [...dictionaries[f]!.keys()] }))
  return { features, tables: rows, notes }
}

type Described = readonly (readonly ColumnDescription[])[]

async function chosen(
  sources: readonly NamedSource[],
  described: Described,
  { features, texts = [], except = [] }: FeatureChoice,
): Promise<{ names: readonly string[]; notes: string[] }> {
  if (features !== undefined) {
    for (const name of features) requireColumn(name, 'features', sources, described)
    return { names: features, notes: [] }
  }
  const first = described[0]!
  const shared = first.filter(
    ({ name }) =>
      ![...except, ...texts].includes(name) && described.every((columns) => columns.some((one) => one.name === name)),
  )
  const usable = shared.filter(({ kind }) => kind !== 'other' && kind !== 'time')
  const wordy = await textsOfManyValues(sources[0]!, usable)
  const names = usable.map(({ name }) => name).filter((name) => !wordy.includes(name))
  if (names.length === 0 && texts.length === 0) throw noFeature(sources, first)
  const left = shared.map(({ name }) => name).filter((name) => !names.includes(name))
  return {
    names,
    notes:
      left.length === 0
        ? []
        : [
            `left out of the features: ${left.join(', ')} (times, nested values, texts of more than ${mostTextValues} values); name them under features to compare them, or under text to compare texts by their words`,
          ],
  }
}

async function textsOfManyValues({ paths, directory }: NamedSource, columns: readonly ColumnDescription[]) {
  if (columns.every(({ kind }) => kind !== 'text')) return []
  const { columns: counted } = await describeTable(paths, directory, { statistics: true })
  const texts = new Set(columns.filter(({ kind }) => kind === 'text').map(({ name }) => name))
  return counted
    .filter(({ name, statistics }) => texts.has(name) && (statistics?.distinct ?? 0) > mostTextValues)
    .map(({ name }) => name)
}

function kindOf(name: string, sources: readonly NamedSource[], described: Described): 'number' | 'category' {
  const kinds = described.map((columns) => columns.find((column) => column.name === name)!.kind)
  const numeric = kinds.map((kind) => kind !== 'text' && kind !== 'other')
  if (numeric.every(Boolean)) return 'number'
  if (numeric.every((is) => !is)) return 'category'
  const says = sources.map((source, i) => `${kinds[i]} in '${source.name}'`)
  throw new DatasetError({
    code: 'unsupported-type',
    column: name,
    message: `The feature "${name}" is ${says.join(' and ')}; rows can only be compared where it is the same in both.`,
    hint: 'Cast it where the tables are made, or leave it out of `features`.',
  })
}

function requireColumn(name: string, field: string, sources: readonly NamedSource[], described: Described): void {
  described.forEach((columns, i) => {
    const names = columns.map((column) => column.name)
    if (names.includes(name)) return
    const near = nearestSpelling(name, names)
    throw new DatasetError({
      code: 'missing-column',
      column: name,
      path: sources[i]!.paths.join(', '),
      message: `'${sources[i]!.name}' has no column "${name}"; it has ${listNames(names)}.`,
      hint: near === null ? `Correct \`${field}\`.` : `Did you mean "${near}"?`,
    })
  })
}

function noFeature(sources: readonly NamedSource[], columns: readonly ColumnDescription[]): DatasetError {
  return new DatasetError({
    code: 'missing-column',
    message: `${sources.map(({ name }) => `'${name}'`).join(' and ')} share no column that could be a feature; '${sources[0]!.name}' has ${listNames(columns.map(({ name }) => name))}.`,
    hint: 'Name the columns to compare under `features`; they need the same name in every table.',
  })
}

function valuesOf(column: Column, dictionary: Map<string, number>): Float64Array {
  return column.kind === 'number' ? numbersOf(column) : codesOf(column, dictionary)
}

/** Minus zero is zero. */
function numbersOf({ values }: NumberColumn): Float64Array {
  return values.map((value) => value + 0)
}

function codesOf({ codes, categories, missingCode }: CategoryColumn, dictionary: Map<string, number>): Float64Array {
  const shared = categories.map((category) => {
    const text = String(category)
    if (!dictionary.has(text)) dictionary.set(text, dictionary.size)
    return dictionary.get(text)!
  })
  return Float64Array.from(codes, (code) => (code === missingCode ? Number.NaN : shared[code]))
}
