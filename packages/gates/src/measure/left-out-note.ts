import type { Estimate } from '@sluice/metrics'

/**
 * What a value does not rest on, for people: classes and labels left out of a mean, rows and queries that were excluded;
 * `null` where everything entered.
 *
 * @param outputs the names of the classes or labels, in the order of the sample
 */
export function leftOutNote({ detail = {} }: Estimate, outputs: readonly string[]): string | null {
  const named = (indices: readonly string[]) => indices.map((index) => outputs[Number(index)] ?? index).join(', ')
  const notes: string[] = []
  const { undefined_classes: classes, undefined_outputs: labels } = detail
  if (Array.isArray(classes))
    notes.push(
      `${outputs.length - classes.length} of ${outputs.length} classes entered; left out, without a row here: ${named(classes)}`,
    )
  if (Array.isArray(labels))
    notes.push(
      `${outputs.length - labels.length} of ${outputs.length} labels entered; left out, without a value here: ${named(labels)}`,
    )
  const { excluded_rows: rows, empty_queries: queries } = detail
  if (typeof rows === 'number') notes.push(`${counted(rows, 'row', 'rows')} left out, on which it has no value`)
  if (typeof queries === 'number')
    notes.push(`${counted(queries, 'query', 'queries')} without a relevant document left out`)
  return notes.length === 0 ? null : notes.join('; ')
}

function counted(n: number, one: string, many: string): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`
}
