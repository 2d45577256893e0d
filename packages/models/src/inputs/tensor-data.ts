import { type Column, type Columns, cellAt } from '@sluice/robustness'
import { ModelError } from '../model-error.ts'
import type { Features, FeatureType } from './features-schema.ts'

/** The numbers of a tensor, row after row. */
export type TensorData = InstanceType<(typeof arrayOf)[FeatureType]>

const arrayOf = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
} as const satisfies Record<FeatureType, unknown>

type Coding = Pick<Features, 'categories' | 'missing'>

/**
 * Columns side by side as one tensor, row after row.
 *
 * @throws {ModelError} for a value that the type cannot hold: a text without a code, a fraction or a missing value among
 *   whole numbers, a number beyond its range
 */
export function tensorData(columns: Columns, type: FeatureType, coding: Coding, place: string): TensorData {
  const rows = columns[0]?.values.length ?? 0
  const width = columns.length
  const data: TensorData = new arrayOf[type](rows * width)
  columns.forEach((column, j) => {
    const valueAt = numberOf(column, coding, place)
    for (let row = 0; row < rows; row++) {
      const value = valueAt(row)
      if (data instanceof Float32Array || data instanceof Float64Array) {
        data[row * width + j] = value
        continue
      }
      if (!Number.isSafeInteger(value)) throw notWhole(column.name, row, value, type, place)
      if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[row * width + j] = BigInt(value)
      else data[row * width + j] = value
      // What does not fit comes back as another number.
      if (Number(data[row * width + j]) !== value) throw outOfRange(column.name, row, value, type, place)
    }
  })
  return data
}

/** Reads a column as numbers: categories by their code where they have one, booleans as 0 and 1. */
function numberOf(
  column: Column,
  { categories, missing = Number.NaN }: Coding,
  place: string,
): (row: number) => number {
  const listed = categories?.[column.name]
  const codes = listed && new Map(listed.map((cell, code) => [cell, code]))
  // A category that is not listed gets the code after the last, as an encoder would have for the unknown.
  const unknown = listed?.length ?? 0
  return (row) => {
    const cell = cellAt(column, row)
    if (cell === null) return missing
    if (codes !== undefined) return codes.get(cell) ?? unknown
    if (typeof cell !== 'string') return Number(cell)
    throw new ModelError({
      code: 'wrong-type',
      place,
      message: `column ${column.name} holds the text “${cell}” in row ${row}, and the model takes numbers`,
      hint: `List its categories in the features file: "categories": { "${column.name}": ["…"] }.`,
    })
  }
}

function outOfRange(name: string, row: number, value: number, type: string, place: string): ModelError {
  return new ModelError({
    code: 'wrong-type',
    place,
    message: `column ${name} is ${value} in row ${row}, and the model takes ${type}, which cannot hold it`,
    hint: 'Export the model with a wider input, or keep the column within its range.',
  })
}

function notWhole(name: string, row: number, value: number, type: string, place: string): ModelError {
  return new ModelError({
    code: 'wrong-type',
    place,
    message: `column ${name} is ${Number.isNaN(value) ? 'missing' : value} in row ${row}, and the model takes ${type}`,
    hint: 'Give what stands for a missing value as `missing` in the features file, or export the model with a float input.',
  })
}
