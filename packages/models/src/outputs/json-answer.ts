import { type Answer, wrongShape } from './answer.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * What JSON says of some rows. One entry a row: a number (a boolean is 0 or 1, `null` is none), a list of one number a
 * class, or an object of one a class. Or one list a class, by its name.
 *
 * @param output the field that holds the scores, of the whole or of each entry, where there are several
 * @throws {ModelError} that names the first row whose entry is none of these or unlike the first, or the fields that there
 *   are to choose from
 */
export function jsonAnswer(value: unknown, output: string | undefined, place: string): Answer {
  const scores = output === undefined ? value : chosenField(value, output, place)
  const at = output === undefined ? place : `${place}, output ${output}`
  const read = Array.isArray(scores) ? entriesOf(scores, at) : listsOf(scores, at)
  return { ...read, labels: null, outputs: shapeOf(value) }
}

type Read = Omit<Answer, 'labels' | 'outputs'>

/** The field of an object of lists, or of each object of a list. */
function chosenField(value: unknown, output: string, place: string): unknown {
  const lacks = (found: unknown) =>
    wrongShape(place, `has no output ${output}; there is ${shapeOf(found)}`, 'Write one of the fields as `output`.')
  if (!Array.isArray(value)) {
    if (!isFields(value) || !Object.hasOwn(value, output)) throw lacks(value)
    return value[output]
  }
  return value.map((entry: unknown) => {
    if (!isFields(entry) || !Object.hasOwn(entry, output)) throw lacks(isFields(entry) ? entry : value)
    return entry[output]
  })
}

function entriesOf(entries: readonly unknown[], place: string): Read {
  const [first] = entries
  const names = isFields(first) ? Object.keys(first) : null
  const columns = names?.length ?? (Array.isArray(first) ? first.length : 1)
  const values = new Float64Array(entries.length * columns)
  entries.forEach((entry, row) => {
    const numbers = names !== null ? fieldsOf(entry, names, row, place) : Array.isArray(first) ? entry : [entry]
    if (!Array.isArray(numbers) || numbers.length !== columns) {
      throw wrongShape(place, `row ${row} has ${wordsFor(entry)}, and row 0 a list of ${columns} numbers`)
    }
    for (let c = 0; c < columns; c++) values[row * columns + c] = numberIn(numbers[c], row, place, first)
  })
  return { columns, values, names }
}

/** The values of an object under the names of the first, in their order. */
function fieldsOf(entry: unknown, names: readonly string[], row: number, place: string): unknown[] {
  if (
    isFields(entry) &&
    names.every((name) => Object.hasOwn(entry, name)) &&
    Object.keys(entry).length === names.length
  )
    return names.map((name) => entry[name])
  throw wrongShape(place, `row ${row} has ${wordsFor(entry)}, and row 0 the fields ${names.join(', ')}`)
}

/** One list a class; a single list of whatever name is that of the scores. */
function listsOf(value: unknown, place: string): Read {
  const lists = isFields(value) ? Object.entries(value) : []
  if (lists.length === 0 || !lists.every(([, list]) => Array.isArray(list)))
    throw wrongShape(place, `expected a list with one entry a row, found ${shapeOf(value)}`)
  if (lists.length === 1) return entriesOf(lists[0]![1] as unknown[], place)
  const parts = lists.map(([, list]) => list as unknown[])
  const rows = parts[0]!.length
  if (!parts.every((list) => list.length === rows && list.every(isScore)))
    throw wrongShape(place, `nothing says which of its fields holds the scores: ${shapeOf(value)}`, chooseOutput)
  const values = new Float64Array(rows * lists.length)
  parts.forEach((list, c) => {
    list.forEach((entry, row) => {
      values[row * lists.length + c] = numberIn(entry, row, place, entry)
    })
  })
  return { columns: lists.length, values, names: lists.map(([name]) => name) }
}

const chooseOutput = 'Write the one that holds the scores as `output`.'

function isScore(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || value === null
}

function numberIn(value: unknown, row: number, place: string, first: unknown): number {
  // JSON has no NaN; servers write null for a row that they cannot score.
  if (isScore(value)) return value === null ? Number.NaN : Number(value)
  if (isFields(first)) {
    const message = `nothing says which field of a prediction holds the scores: ${shapeOf(first)}`
    throw wrongShape(place, message, chooseOutput)
  }
  if (typeof value === 'string') {
    throw wrongShape(
      place,
      `expected a number for row ${row}, found the text ${wordsFor(value)}, as of a class that was decided`,
      'Serve probabilities (predict_proba) instead of labels, or name the `output` that holds them.',
    )
  }
  throw wrongShape(place, `expected a number for row ${row}, found ${wordsFor(value)}`)
}

/** `label (20 texts), probabilities (20 × 2 numbers)`. */
function shapeOf(value: unknown): string {
  if (!isFields(value)) return wordsFor(value)
  const fields = Object.entries(value).map(([name, field]) => `${name} (${sizeOf(field)})`)
  return fields.join(', ') || 'an object without fields'
}

function sizeOf(value: unknown): string {
  const words = (of: unknown) => (typeof of === 'string' ? 'texts' : isScore(of) ? 'numbers' : 'entries')
  if (!Array.isArray(value)) {
    if (isFields(value)) return `an object of ${Object.keys(value).join(', ')}`
    return typeof value === 'string' ? 'a text' : isScore(value) ? 'a number' : typeof value
  }
  const [first] = value
  if (Array.isArray(first)) return `${value.length} × ${first.length} ${words(first[0])}`
  if (isFields(first)) return `${value.length} objects of ${Object.keys(first).join(', ')}`
  return `${value.length} ${words(first)}`
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function wordsFor(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
