import { type CategoryColumn, describeTable, readTable } from '@sluice/dataset'
import type { DatasetDefinition, Policy } from '@sluice/policy'
import { inputError } from '../../measure/input-error.ts'

/**
 * Refuses labels that the first of the other tables with a label column never has: a golden set of other classes measures
 * another task. Where no other table is labelled there is nothing to hold them against.
 *
 * @throws PolicyError `unknown-label`
 */
export async function refuseUnknownLabels(
  { task }: Policy,
  golden: DatasetDefinition,
  others: readonly DatasetDefinition[],
): Promise<void> {
  const { label } = golden.columns
  if (label === null || (task !== 'binary' && task !== 'multiclass')) return
  for (const other of others) {
    const known = other.columns.label === null ? null : await labelsOf(other, other.columns.label)
    if (known === null) continue
    const own = await labelsOf(golden, label)
    const unknown = [...(own ?? [])].filter((value) => !known.has(value))
    if (unknown.length === 0) return
    throw inputError({
      code: 'unknown-label',
      message: `label column '${label}' of '${golden.name}' holds ${unknown.slice(0, 5).join(', ')}, and '${other.name}' only ${[...known].slice(0, 10).join(', ')}`,
      hint: `Write the labels of '${golden.name}' as '${other.name}' does, or drop the rows of other classes where the table is made.`,
      location: golden.location,
      path: `datasets.${golden.name}`,
    })
  }
}

/**
 * Refuses annotations that are no label of the golden set or of the tables that it is held against: a slip of the pen would
 * count as a category of its own, and its row as disagreement. Where nothing is labelled there is nothing to hold them against.
 *
 * @throws PolicyError `unknown-label`, naming the column, the value and its first row
 */
export async function refuseUnknownAnnotations(
  { task }: Policy,
  golden: DatasetDefinition,
  others: readonly DatasetDefinition[],
  annotators: readonly CategoryColumn[],
): Promise<void> {
  if (annotators.length === 0 || (task !== 'binary' && task !== 'multiclass')) return
  const labelled = await Promise.all(
    [golden, ...others].map((one) => (one.columns.label === null ? null : labelsOf(one, one.columns.label))),
  )
  const known = new Set(labelled.flatMap((labels) => [...(labels ?? [])]))
  if (known.size < 2) return
  for (const { name, categories, codes } of annotators) {
    const place = categories.findIndex((category) => !known.has(String(category)))
    if (place < 0) continue
    const row = (codes as Uint32Array).indexOf(place)
    throw inputError({
      code: 'unknown-label',
      message: `annotator column '${name}' of '${golden.name}' holds ${categories[place]}, first in row ${row + 1}; the labels are ${[...known].slice(0, 10).join(', ')}`,
      hint: 'Correct it, or leave the cell empty where the annotator gave no label.',
      location: golden.location,
      path: `datasets.${golden.name}`,
    })
  }
}

async function labelsOf({ paths, directory }: DatasetDefinition, label: string): Promise<ReadonlySet<string> | null> {
  const { columns } = await describeTable(paths, directory)
  if (!columns.some(({ name }) => name === label)) return null
  const table = await readTable({ paths, directory, columns: [{ name: label, as: 'category' }], slices: [] })
  return new Set((table.columns.get(label) as CategoryColumn).categories.map(String))
}
