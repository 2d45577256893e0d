import type { Columns } from '@sluice/robustness'
import { describe, expect, it } from 'vitest'
import { requireInputs, tensorInputs } from '../src/inputs/tensor-inputs.ts'

const columns: Columns = [
  { name: 'age', kind: 'integer', values: Float64Array.of(30, 41) },
  { name: 'income', kind: 'number', values: Float64Array.of(1.5, Number.NaN) },
  { name: 'owner', kind: 'boolean', values: [true, false] },
  { name: 'region', kind: 'category', values: ['north', null] },
]
const input = (name: string, type: string, axes = 2) => ({ name, type, width: 1, axes })
const fill = (declared: ReturnType<typeof input>[], coding = {}) =>
  tensorInputs(requireInputs(declared, null, 'm.onnx'), columns, coding, 'm.onnx')

describe('a model with one input a column', () => {
  it('gets each column in the type that it declares', () => {
    const filled = fill([
      input('region', 'string'),
      input('age', 'int64', 1),
      input('income', 'float64'),
      input('owner', 'bool'),
    ])
    expect(filled).toEqual([
      { name: 'region', type: 'string', data: ['north', ''], shape: [2, 1] },
      { name: 'age', type: 'int64', data: BigInt64Array.of(30n, 41n), shape: [2] },
      { name: 'income', type: 'float64', data: Float64Array.of(1.5, Number.NaN), shape: [2, 1] },
      { name: 'owner', type: 'bool', data: Uint8Array.of(1, 0), shape: [2, 1] },
    ])
  })

  it('gets whole numbers of every width, and none that does not fit', () => {
    const types = ['int8', 'int16', 'uint8', 'uint16', 'uint32', 'uint64']
    for (const type of types) {
      const [filled] = fill([input('age', type)])
      expect([filled!.type, ...Array.from(filled!.data as ArrayLike<number | bigint>, Number)]).toEqual([type, 30, 41])
    }
    expect(() => fill([input('income', 'uint8')], { missing: 0 })).toThrow('income is 1.5 in row 0')
    expect(() => fill([input('region', 'uint8')], { categories: { region: ['north'] }, missing: 256 })).toThrow(
      'region is 256 in row 1, and the model takes uint8, which cannot hold it',
    )
    expect(() => fill([input('region', 'uint64')], { categories: { region: ['north'] }, missing: -1 })).toThrow(
      'region is -1 in row 1',
    )
  })

  it('gets what stands for a missing value, and the codes of categories', () => {
    const coding = { missing: -1, categories: { region: ['south', 'north'] } }
    const [income, region] = fill([input('income', 'float32'), input('region', 'int32')], coding)
    expect(income!.data).toEqual(Float32Array.of(1.5, -1))
    expect(region!.data).toEqual(Int32Array.of(1, -1))
  })

  it('is not given what its type cannot hold', () => {
    expect(() => fill([input('income', 'int64')])).toThrow('column income is 1.5 in row 0, and the model takes int64')
    expect(() => fill([input('region', 'float32')])).toThrow('column region holds the text “north” in row 0')
    expect(() => fill([input('age', 'complex64')])).toThrow(
      'its input age is complex64, which no column of a table can fill',
    )
  })
})
