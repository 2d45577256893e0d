import type { ColumnRequest, Table, Column as TableColumn, TableDescription } from '@sluice/dataset'
import type { Model } from '@sluice/models'
import type { DatasetDefinition } from '@sluice/policy'
import type { Column, Columns } from '@sluice/robustness'
import { type CalledDefinition, modelFault } from './open-called-model.ts'

/**
 * How the columns that a model reads are wanted from a table: numbers, whole numbers, times and booleans as numbers, texts
 * by their categories. A model that takes whatever it is given needs to be told by its `inputs`.
 *
 * @throws PolicyError at the model's line for a column that the table lacks
 */
export function inputRequests(
  definition: CalledDefinition,
  { inputs }: Pick<Model, 'inputs'>,
  described: TableDescription,
  dataset: DatasetDefinition,
): ColumnRequest[] {
  if (inputs === null)
    throw modelFault(definition, {
      code: 'model-without-inputs',
      message: `model '${definition.name}' takes whatever it is given, so which columns of '${dataset.name}' it reads is not known`,
      hint: 'Name them: call: { …, inputs: features.json } with { "order": ["age", "income"] } in the file.',
    })
  const kinds = new Map(described.columns.map(({ name, kind }) => [name, kind]))
  const names = [...new Set(inputs)]
  const missing = names.filter((name) => !kinds.has(name))
  if (missing.length > 0)
    throw modelFault(definition, {
      code: 'missing-column',
      message: `model '${definition.name}' reads ${missing.map((name) => `'${name}'`).join(', ')}, which '${dataset.name}' lacks; the table has ${[...kinds.keys()].join(', ')}`,
      hint: 'Name the columns as the table does, in the file of `inputs`, or add them where the table is made.',
    })
  return names.map((name) => ({ name, as: kinds.get(name) === 'text' ? 'category' : 'number' }))
}

/** The columns that a model reads, as it is given them; the values are the table's own. */
export function inputColumns(requests: readonly ColumnRequest[], table: Pick<Table, 'columns'>): Columns {
  return requests.map(({ name, as }): Column => {
    // A column that is asked for in two ways is in the table by its name as the first of them.
    const column = (table.columns.get(`${name} as ${as}`) ?? table.columns.get(name)) as TableColumn
    if (column.kind === 'number') return { name, kind: 'number', values: column.values }
    const { codes, categories, missingCode } = column
    const values = Array.from(codes, (code) => (code === missingCode ? null : categories[code]!))
    return { name, kind: 'category', values }
  })
}
