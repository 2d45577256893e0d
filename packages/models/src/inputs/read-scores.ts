import type { Scores } from '@sluice/robustness'
import { ModelError } from '../model-error.ts'

/**
 * The scores in an answer of JSON: a number a row, or a list of one number (or one a class) a row. A boolean is 0 or 1.
 *
 * @param value one entry a row
 * @throws {ModelError} that names the first row whose entry is none of these, or of another length
 */
export function readScores(value: unknown, classIndex: number | undefined, place: string): Scores {
  if (!Array.isArray(value)) throw wrongShape(place, `expected a list with one entry a row, found ${wordsFor(value)}`)
  if (!Array.isArray(value[0])) return Float64Array.from(value, (entry, row) => numberIn(entry, row, place))
  const classes = value[0].length
  const values = new Float64Array(value.length * classes)
  value.forEach((entry: unknown, row) => {
    if (!Array.isArray(entry) || entry.length !== classes) {
      throw wrongShape(place, `row ${row} has ${wordsFor(entry)}, and row 0 a list of ${classes} numbers`)
    }
    for (let c = 0; c < classes; c++) values[row * classes + c] = numberIn(entry[c], row, place)
  })
  return oneClass(values, classes, classIndex, place)
}

/**
 * Scores of a tensor of shape [rows], [rows, 1] or [rows, classes].
 *
 * @throws {ModelError} for any other shape, or numbers that do not fill it
 */
export function tensorScores(
  data: ArrayLike<number | bigint>,
  shape: readonly number[],
  classIndex: number | undefined,
  place: string,
): Scores {
  const [, classes = 1, ...rest] = shape
  const size = shape.reduce((product, length) => product * length, 1)
  if (shape.length === 0 || classes < 1 || rest.some((length) => length !== 1)) {
    throw wrongShape(place, `expected an output of shape [rows] or [rows, classes], found [${shape.join(', ')}]`)
  }
  if (size !== data.length) {
    throw wrongShape(place, `says its output has shape [${shape.join(', ')}] and holds ${data.length} numbers`)
  }
  return oneClass(Float64Array.from(data as ArrayLike<number>, Number), classes, classIndex, place)
}

function oneClass(values: Float64Array, classes: number, wanted: number | undefined, place: string): Scores {
  if (classes === 1) return values
  if (wanted === undefined) return { classes, values }
  if (wanted >= classes) {
    throw wrongShape(place, `has ${classes} classes, so there is no class ${wanted}; they count from 0`)
  }
  return Float64Array.from({ length: values.length / classes }, (_, row) => values[row * classes + wanted]!)
}

function numberIn(entry: unknown, row: number, place: string): number {
  if (typeof entry === 'number') return entry
  if (typeof entry === 'boolean') return Number(entry)
  // JSON has no NaN; servers write null for a row that they cannot score.
  if (entry === null) return Number.NaN
  throw wrongShape(place, `expected a number for row ${row}, found ${wordsFor(entry)}`)
}

export function wrongShape(place: string, message: string): ModelError {
  const hint = 'Name the output that holds the scores, or the class whose score is meant.'
  return new ModelError({ code: 'wrong-shape', place, message, hint })
}

function wordsFor(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
