import type { AppendedColumn } from '../../duckdb/chunk-appender.ts'
import { isPresent } from '../../duckdb/chunk-column.ts'
import { ArrowFormatError } from './arrow-error.ts'
import type { ArrowField } from './arrow-schema.ts'
import { columnValues, validityOf } from './column-values.ts'
import { integersOf } from './integers.ts'
import type { BatchColumn } from './record-batch.ts'

interface Dictionary {
  readonly values: AppendedColumn
  readonly length: number
}

/** The dictionaries as they stand at a place in the file: batches on the way replace them or add to them. */
export class Dictionaries {
  readonly #dictionaries = new Map<bigint, Dictionary>()

  /** @param delta whether the values come after those that are there, instead of in their place */
  set(id: bigint, column: BatchColumn, { type }: ArrowField, delta: boolean): void {
    const before = delta ? this.#dictionaries.get(id) : undefined
    const values = textsOnce(columnValues(column, type), column.length)
    const added = { values, length: column.length }
    this.#dictionaries.set(id, before === undefined ? added : joined(before, added))
  }

  /** A coded column as its values. */
  values(column: BatchColumn, dictionary: NonNullable<ArrowField['dictionary']>): AppendedColumn {
    const { id, bits, signed } = dictionary
    const rows = column.length
    const validity = validityOf(column)
    const places = integersOf(column.buffer(1), bits, signed, rows)
    const { values, length } = this.#dictionaries.get(id) ?? { values: noValues, length: 0 }
    const placeOf = (row: number): number | null => {
      if (!isPresent(validity, row)) return null
      const place = Number(places[row])
      if (place >= 0 && place < length) return place
      throw new ArrowFormatError(`it refers to value ${place} of a dictionary of ${length}`)
    }
    if (values.kind === 'fixed') return gathered(values, placeOf, rows)
    const textAt = (row: number) => {
      const place = placeOf(row)
      return place === null ? null : values.textAt(place)
    }
    return { kind: 'text', textAt }
  }
}

const noValues: AppendedColumn = { kind: 'text', textAt: () => null }

type Fixed = Extract<AppendedColumn, { kind: 'fixed' }>

function gathered(values: Fixed, placeOf: (row: number) => number | null, rows: number): Fixed {
  const { width } = values
  const bytes = new Uint8Array(rows * width)
  const validity = new Uint8Array((rows + 7) >> 3)
  for (let row = 0; row < rows; row++) {
    const place = placeOf(row)
    if (place === null || !isPresent(values.validity, place)) continue
    validity[row >> 3]! |= 1 << (row & 7)
    for (let i = 0; i < width; i++) bytes[row * width + i] = values.bytes[place * width + i]!
  }
  return { kind: 'fixed', bytes, width, validity }
}

/** Each text is decoded once, however many rows have it. */
function textsOnce(values: AppendedColumn, length: number): AppendedColumn {
  if (values.kind === 'fixed') return values
  const texts: (string | null)[] = []
  for (let i = 0; i < length; i++) texts.push(values.textAt(i))
  return { kind: 'text', textAt: (row) => texts[row] ?? null }
}

function joined(before: Dictionary, added: Dictionary): Dictionary {
  const length = before.length + added.length
  const [first, second] = [before.values, added.values]
  if (first.kind === 'text' && second.kind === 'text') {
    const textAt = (row: number) => (row < before.length ? first.textAt(row) : second.textAt(row - before.length))
    return { length, values: textsOnce({ kind: 'text', textAt }, length) }
  }
  if (first.kind === 'text' || second.kind === 'text') throw new ArrowFormatError('a dictionary changes its type')
  const all: Fixed = { ...first, bytes: new Uint8Array(Buffer.concat([first.bytes, second.bytes])), validity: null }
  const present = (place: number) =>
    place < before.length ? isPresent(first.validity, place) : isPresent(second.validity, place - before.length)
  return { length, values: gathered(all, (place) => (present(place) ? place : null), length) }
}
