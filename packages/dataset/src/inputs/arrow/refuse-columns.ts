import { DatasetError } from '../../dataset-error.ts'
import type { ArrowInput } from './open-arrow.ts'

/**
 * Refuses two columns of one name, also of names that differ in upper and lower case only: the engine takes them for one.
 *
 * @throws DatasetError `duplicate-column`
 */
export function refuseSameNames(path: string, columns: ArrowInput['columns']): void {
  const names = columns.map(({ name }) => name.toLowerCase())
  const at = names.findIndex((name, index) => names.indexOf(name) !== index)
  if (at < 0) return
  const [one, two] = [columns[names.indexOf(names[at]!)]!.name, columns[at]!.name]
  throw new DatasetError({
    code: 'duplicate-column',
    path,
    column: two,
    message:
      one === two
        ? `${path} has two columns named "${two}".`
        : `${path} has the columns "${one}" and "${two}", which SQL takes for the same name.`,
    hint: 'Rename one of them.',
  })
}

/**
 * Refuses a file whose columns are not those of the first by name and type; their order may differ.
 *
 * @throws DatasetError `files-differ`
 */
export function refuseOtherColumns(first: ArrowInput, other: ArrowInput): void {
  for (const { name } of [...first.columns, ...other.columns]) {
    const [expected, found] = [typeIn(first, name), typeIn(other, name)]
    if (expected === found) continue
    throw new DatasetError({
      code: 'files-differ',
      path: other.path,
      column: name,
      message: `Column "${name}" is ${found} in ${other.path} and ${expected} in ${first.path}, and one dataset is one table.`,
      hint: 'Name only files of one layout, or declare them as separate datasets.',
    })
  }
}

function typeIn({ columns }: ArrowInput, name: string): string {
  const column = columns.find((candidate) => candidate.name === name)
  return column === undefined ? 'missing' : (column.engine?.shown ?? column.typeName)
}
