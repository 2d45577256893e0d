import type { SliceRequest, TableRequest } from '../table.ts'

/**
 * Which columns a request may read. Predicates are not parsed for it: a column counts as used wherever the text of one holds
 * its name, in any case, which may be a column too many and is never one too few.
 */
export function usedColumns({ columns, slices }: Pick<TableRequest, 'columns' | 'slices'>): (name: string) => boolean {
  const names = new Set(columns.map(({ name }) => name))
  const predicates: string[] = []
  const collect = (slice: SliceRequest): void => {
    if (slice.kind === 'cross') slice.of.forEach(collect)
    else if (slice.kind === 'where') predicates.push(slice.where.toLowerCase())
    else names.add(slice.column)
  }
  slices.forEach(collect)
  // In a predicate, a quote inside a name is doubled.
  const mentioned = (name: string) => predicates.some((text) => text.includes(name.toLowerCase().replaceAll('"', '""')))
  return (name) => names.has(name) || mentioned(name)
}
