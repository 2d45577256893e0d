import type { ColumnDescription, TableDescription } from '@sluice/dataset'
import type { SuiteDefinition } from '@sluice/policy'
import { type ColumnKind, perturbations } from '@sluice/robustness'
import { suiteFault } from './suite-fault.ts'

/** A column that a model reads, with what it means. */
export interface InputKind {
  readonly name: string
  readonly kind: ColumnKind
}

const wholeNumber = /INT(EGER)?$/

/**
 * What the columns mean that a suite changes: by their type in the table, unless the suite or the model says more. Whole
 * numbers are categories where the features file lists their categories, or where the suite names them in a perturbation
 * of categories; texts are categories unless the suite names them in one of texts.
 *
 * @param listed columns whose categories the features file lists
 * @throws PolicyError at the suite's line for a column that the table lacks, or that is of a type nobody can change
 */
export function inputKinds(
  suite: SuiteDefinition,
  inputs: readonly string[],
  listed: ReadonlySet<string>,
  table: TableDescription,
): InputKind[] {
  const described = new Map(table.columns.map((column) => [column.name, column]))
  const lacking = [...new Set(inputs)].filter((name) => !described.has(name))
  if (lacking.length > 0)
    throw suiteFault(suite, {
      code: 'missing-column',
      message: `the model reads ${quoted(lacking)}, which '${suite.on}' lacks; the table has ${[...described.keys()].join(', ')}`,
      hint: 'Name the columns as the table does, in the `order` of the features file, or add them where the table is made.',
      field: 'model',
    })
  const named = namedKinds(suite)
  return [...new Set(inputs)].map((name) => ({ name, kind: kindOf(described.get(name)!, named, listed, suite) }))
}

/**
 * A direction is of a column that grows: numbers and times, and whole numbers that stand for ordered categories. Texts and
 * booleans have no order that a suite knows, so that no row could ever be held to it.
 *
 * @throws PolicyError at the suite's line
 */
export function requireDirectionColumns(suite: SuiteDefinition, table: TableDescription): void {
  for (const [name, way] of Object.entries(suite.expect.directional ?? {})) {
    const column = table.columns.find((one) => one.name === name)
    if (column === undefined || column.kind === 'number' || column.kind === 'time') continue
    throw suiteFault(suite, {
      code: 'direction-without-order',
      message: `expect.directional says that the score is ${way} in '${name}', a column of type ${column.type}, whose values do not grow`,
      hint: 'Name a column of numbers, or write the order into the table as numbers.',
      field: `expect.directional.${name}`,
    })
  }
}

function kindOf(
  { name, type, kind }: ColumnDescription,
  named: ReadonlyMap<string, ReadonlySet<ColumnKind>>,
  listed: ReadonlySet<string>,
  suite: SuiteDefinition,
): ColumnKind {
  const isNamed = (wanted: ColumnKind) => named.get(name)?.has(wanted) === true
  switch (kind) {
    case 'number':
      if (listed.has(name) || isNamed('category')) return 'category'
      return wholeNumber.test(type) ? 'integer' : 'number'
    case 'text':
      return isNamed('text') && !listed.has(name) ? 'text' : 'category'
    case 'boolean':
    case 'time':
      return kind
    default:
      throw suiteFault(suite, {
        code: 'unsupported-type',
        message: `the model reads '${name}', a column of type ${type}, which no perturbation knows`,
        hint: 'Write numbers, texts, booleans or times into the table.',
        field: 'model',
      })
  }
}

/** The kinds that columns must be of for the perturbations that name them, where those say so by taking no other. */
function namedKinds(suite: SuiteDefinition): ReadonlyMap<string, ReadonlySet<ColumnKind>> {
  const named = new Map<string, Set<ColumnKind>>()
  const add = (column: string, kind: ColumnKind) => named.set(column, (named.get(column) ?? new Set()).add(kind))
  for (const { perturbation, columns } of suite.perturb) {
    const kinds = perturbations.get(perturbation)!.kinds
    const only = kinds.includes('number') ? null : kinds.includes('category') ? 'category' : kinds[0]!
    if (typeof columns !== 'string' && only !== null) for (const column of columns) add(column, only)
  }
  for (const column of Object.keys(suite.attack?.categories ?? {})) add(column, 'category')
  return named
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ')
}
