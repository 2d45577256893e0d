import { type Answer, wrongShape } from './answer.ts'

/** A tensor of scores as it came. */
export interface ScoreTensor {
  readonly data: ArrayLike<number | bigint>
  readonly shape: readonly number[]
}

/**
 * What a tensor of shape [rows], [rows, 1] or [rows, classes] says of some rows.
 *
 * @param labels the class that the model decided each row to be, where it has an output for that
 * @throws {ModelError} for any other shape, or numbers that do not fill it
 */
export function tensorAnswer(
  { data, shape }: ScoreTensor,
  labels: readonly string[] | null,
  outputs: string,
  place: string,
): Answer {
  const [, columns = 1, ...rest] = shape
  const size = shape.reduce((product, length) => product * length, 1)
  if (shape.length === 0 || columns < 1 || rest.some((length) => length !== 1)) {
    throw wrongShape(place, `expected an output of shape [rows] or [rows, classes], found [${shape.join(', ')}]`)
  }
  if (size !== data.length) {
    throw wrongShape(place, `says its output has shape [${shape.join(', ')}] and holds ${data.length} numbers`)
  }
  const values = Float64Array.from(data as ArrayLike<number>, Number)
  return { columns, values, names: null, labels: labels?.length === shape[0] ? labels : null, outputs }
}
