import { type Column, type Columns, cellAt } from '@sluice/robustness'
import { ModelError } from '../model-error.ts'
import type { Features, FeatureType } from './features-schema.ts'

/** The numbers of a tensor, row after row. */
export type TensorData = Float32Array | Float64Array | Int32Array | BigInt64Array

type Coding = Pick<Features, 'categories' | 'missing'>

/**
 * Columns side by side as one tensor, row after row.
 *
 * @throws {ModelError} for a value that the type cannot hold: a text without a code, a fraction or a missing value among
 *   whole numbers
 */
export function tensorData(columns: Columns, type: FeatureType, coding: Coding, place: string): TensorData {
  const rows = columns[0]?.values.length ?? 0
  const width = columns.length
  const data = emptyTensor(type, rows * width)
  columns.forEach((column, j) => {
    const valueAt = numberOf(column, coding, place)
    for (let row = 0; row < rows; row++) {
      const value = valueAt(row)
      if (data instanceof Float32Array || data instanceof Float64Array) {
        data[row * width + j] = value
        continue
      }
      if (!Number.isSafeInteger(value)) throw notWhole(column.name, row, value, type, place)
      if (data instanceof Int32Array) data[row * width + j] = value
      else data[row * width + j] = BigInt(value)
    }
  })
  return data
}

function emptyTensor(type: FeatureType, size: number): TensorData {
  switch (type) {
    case 'float32':
      return new Float32Array(size)
    case 'float64':
      return new Float64Array(size)
    case 'int32':
      return new Int32Array(size)
    case 'int64':
      return new BigInt64Array(size)
  }
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

function notWhole(name: string, row: number, value: number, type: string, place: string): ModelError {
  return new ModelError({
    code: 'wrong-type',
    place,
    message: `column ${name} is ${Number.isNaN(value) ? 'missing' : value} in row ${row}, and the model takes ${type}`,
    hint: 'Give what stands for a missing value as `missing` in the features file, or export the model with a float input.',
  })
}
