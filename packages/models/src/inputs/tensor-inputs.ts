import { type Cell, type Columns, cellAt } from '@sluice/robustness'
import { ModelError } from '../model-error.ts'
import { chosenColumns } from './chosen-columns.ts'
import { type Features, type FeatureType, featureTypes } from './features-schema.ts'
import { type TensorData, tensorData } from './tensor-data.ts'

/** An input as a model declares it. */
export interface DeclaredInput {
  readonly name: string
  /** `float32`, …, `string`, or the runtime's own word for what is none of them. */
  readonly type: string
  /** Columns that it takes side by side; `null` where the model does not say. */
  readonly width: number | null
  /** Axes of its shape. */
  readonly axes: number
}

/** An input with the columns that go into it. */
export interface TensorInput extends DeclaredInput {
  readonly columns: readonly string[]
}

/** A tensor as it is sent. */
export interface FilledTensor {
  readonly name: string
  readonly type: string
  readonly data: TensorData | string[] | Uint8Array
  readonly shape: number[]
}

/**
 * Which columns go into which input: with features, all of them in their order into one; without, each input is the column
 * of its name.
 *
 * @throws {ModelError} where the model's inputs and the features do not fit each other
 */
export function requireInputs(
  declared: readonly DeclaredInput[],
  features: Features | null,
  place: string,
): TensorInput[] {
  if (features === null) {
    const wide = declared.find(({ width }) => width !== null && width > 1)
    if (wide === undefined) return declared.map((input) => ({ ...input, columns: [input.name] }))
    throw misfit(place, `its input ${wide.name} takes ${wide.width} columns side by side, and nothing says which`)
  }
  const name = features.input ?? declared[0]?.name
  const input = declared.find((candidate) => candidate.name === name)
  if (input === undefined || declared.length > 1) {
    const names = declared.map((candidate) => candidate.name).join(', ')
    throw misfit(place, `the features file describes one input, ${name}, and the model has ${names}`)
  }
  if (input.width !== null && input.width !== features.order.length) {
    throw misfit(
      place,
      `its input ${input.name} takes ${input.width} columns, and the features file names ${features.order.length}: ${features.order.join(', ')}`,
    )
  }
  if (features.dtype !== undefined && input.type !== features.dtype) {
    throw misfit(place, `its input ${input.name} is ${input.type}, and the features file says ${features.dtype}`)
  }
  return [{ ...input, columns: features.order }]
}

/**
 * The tensors of a batch.
 *
 * @throws {ModelError} for columns that are missing, or values that the declared type cannot hold
 */
export function tensorInputs(
  inputs: readonly TensorInput[],
  columns: Columns,
  coding: Pick<Features, 'categories' | 'missing'>,
  place: string,
): FilledTensor[] {
  const rows = columns[0]?.values.length ?? 0
  return inputs.map((input) => {
    const chosen = chosenColumns(columns, input.columns, place)
    const shape = input.axes === 1 ? [rows] : [rows, chosen.length]
    return { name: input.name, type: input.type, data: dataOf(input, chosen, coding, place), shape }
  })
}

function dataOf(
  { name, type }: TensorInput,
  columns: Columns,
  coding: Pick<Features, 'categories' | 'missing'>,
  place: string,
): FilledTensor['data'] {
  if (isFeatureType(type)) return tensorData(columns, type, coding, place)
  if (type === 'bool') return Uint8Array.from(tensorData(columns, 'int32', coding, place) as Int32Array)
  if (type !== 'string') throw misfit(place, `its input ${name} is ${type}, which no column of a table can fill`)
  const cells: Cell[] = []
  const rows = columns[0]?.values.length ?? 0
  for (let row = 0; row < rows; row++) for (const column of columns) cells.push(cellAt(column, row))
  return cells.map((cell) => (cell === null ? '' : String(cell)))
}

function isFeatureType(type: string): type is FeatureType {
  return (featureTypes as readonly string[]).includes(type)
}

function misfit(place: string, message: string): ModelError {
  return new ModelError({
    code: 'bad-spec',
    place,
    message,
    hint: 'Give `inputs`: a JSON file with the `input`, its `dtype`, and the `order` of the columns.',
  })
}
