import type { TableDescription } from '@sluice/dataset'
import { nearestSpelling, type SuiteDefinition, type SyntheticRows } from '@sluice/policy'
import { type Cell, type Column, type Columns, corners, type DeclaredRange, latinHypercube } from '@sluice/robustness'
import type { InputKind } from './column-kinds.ts'
import { atSuiteLine, suiteFault } from './suite-fault.ts'

type Value = SyntheticRows['ranges'][string][number]
type Described = TableDescription['columns'][number]['kind']

/**
 * Makes up the rows of a suite over its declared ranges: a Latin hypercube, then the corners where they are asked for.
 * Two numbers (or times) are the ends of a range, unless the column holds categories; anything else lists the values.
 *
 * @param kinds the columns that the model reads, in its order
 * @param described the dataset, which says what type its columns are of
 * @param seed of the rows
 * @throws PolicyError at the suite's line for a column without a range, a range without a column, or values of another type
 */
export async function syntheticRows(
  suite: SuiteDefinition,
  { ranges, corners: withCorners }: SyntheticRows,
  kinds: readonly InputKind[],
  described: TableDescription,
  seed: string,
): Promise<Columns> {
  requireRanges(suite, ranges, kinds)
  const typeOf = new Map(described.columns.map(({ name, kind }) => [name, kind]))
  const declared = kinds.map((column) => rangeOf(suite, column, typeOf.get(column.name)!, ranges[column.name]!))
  return atSuiteLine(suite, async () => {
    const spread = latinHypercube(declared, suite.sample, { seed })
    const ends = withCorners ? corners(declared, suite.sample, { seed }) : null
    return kinds.map(({ name, kind }, i) => columnOf(name, kind, [spread[i]!, ...(ends === null ? [] : [ends[i]!])]))
  })
}

function requireRanges(suite: SuiteDefinition, ranges: SyntheticRows['ranges'], kinds: readonly InputKind[]): void {
  const read = kinds.map(({ name }) => name)
  const strange = Object.keys(ranges).find((name) => !read.includes(name))
  if (strange !== undefined) {
    const near = nearestSpelling(strange, read)
    throw suiteFault(suite, {
      code: 'unknown-column',
      message: `a range is declared of '${strange}', which the model does not read; it reads ${read.join(', ')}`,
      hint: near === null ? 'Remove it.' : `Did you mean ${near}?`,
      field: `rows.synthetic.ranges.${strange}`,
    })
  }
  const lacking = read.filter((name) => ranges[name] === undefined)
  if (lacking.length === 0) return
  throw suiteFault(suite, {
    code: 'missing-range',
    message: `the model reads ${lacking.join(', ')}, of which no range is declared`,
    hint: `Declare what each may hold: ranges: { ${lacking[0]}: [LOWEST, HIGHEST] }, or a list of values.`,
    field: 'rows.synthetic.ranges',
  })
}

function rangeOf(
  suite: SuiteDefinition,
  { name, kind }: InputKind,
  type: Described,
  written: readonly Value[],
): DeclaredRange {
  const values = written.map((value) => (type === 'time' && typeof value === 'string' ? Date.parse(value) : value))
  const wrong = values.findIndex((value) => !fits(value, type))
  if (wrong !== -1)
    throw suiteFault(suite, {
      code: 'invalid-value',
      message: `the range of '${name}' holds ${JSON.stringify(written[wrong])}, and the column '${name}' of '${suite.on}' ${holds[type] ?? `is of kind ${type}`}`,
      hint: 'Write its values as the table holds them.',
      field: `rows.synthetic.ranges.${name}`,
    })
  const isNumeric = kind === 'number' || kind === 'integer' || kind === 'time'
  if (isNumeric && values.length === 2) {
    const [lower, upper] = values as [number, number]
    return { name, kind, lower, upper }
  }
  return { name, kind: 'category', categories: values }
}

const holds: Readonly<Partial<Record<Described, string>>> = {
  number: 'holds numbers',
  text: 'holds texts',
  boolean: 'holds true and false',
  time: 'holds times (write them by ISO 8601)',
}

function fits(value: Value, type: Described): boolean {
  if (type === 'number' || type === 'time') return typeof value === 'number' && !Number.isNaN(value)
  return typeof value === (type === 'text' ? 'string' : 'boolean')
}

/** Parts of a column one below the other, of the kind that perturbations are to take it for. */
function columnOf(name: string, kind: InputKind['kind'], parts: readonly Column[]): Column {
  const cells = parts.flatMap(({ values }): Cell[] => [...values])
  if (kind === 'number' || kind === 'integer' || kind === 'time')
    return { name, kind, values: Float64Array.from(cells as number[]) }
  return { name, kind, values: cells }
}
