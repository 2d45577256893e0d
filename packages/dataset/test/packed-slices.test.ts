import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PackedSink } from '../src/columns/packed-sink.ts'
import { codedPartition, codesOf, isPacked, type Partition, readTable, type SliceRequest } from '../src/index.ts'
import { queryFile, request } from './support/tables.ts'

const rows = 1_000_000

/** Columns of every kind that a slice by value may have, the packable ones first. */
const columns = {
  narrow: `(i % 7 - 3)::TINYINT`,
  lowest: `(i % 3 - 128)::TINYINT`,
  highest: `CASE WHEN i % 11 > 0 THEN (i % 5 + 123)::TINYINT END`,
  unsigned: `(i % 24)::UBIGINT::UINTEGER`,
  wide: `i % 2 + 4611686018427387`,
  text: `CASE WHEN i % 13 > 0 THEN 'v' || i % 6 END`,
  rare: `CASE WHEN i = 999999 THEN 'last' ELSE 'missing' END`,
  nothing: `NULL::VARCHAR`,
  texts: `'t' || i % 24`,
  more: `i % 23`,
  most: `i % 22`,
  empty: `NULL::INTEGER`,
  gap: `(i % 3) * 2`,
  gaps: `CASE WHEN i % 11 > 0 THEN (i % 4) * 3 - 5 END`,
  unsafe: `i % 2 + 9223372036854775806`,
  real: `(i % 3) / 2`,
  flag: `i % 3 = 0`,
  many: `'m' || i % 25`,
  numbers: `i % 25`,
} as const
const packable = ['narrow', 'lowest', 'highest', 'unsigned', 'wide', 'text', 'rare', 'nothing', 'texts', 'more', 'most']

const byValue = (column: string, top?: number): SliceRequest => ({
  kind: 'value',
  name: column,
  column,
  ...(top !== undefined && { top }),
})

/** What two readings of a partition must share; codes as text, since comparing a million values one by one takes long. */
function shown(partition: Partition) {
  const { name, slices, codes } = codedPartition(partition)
  return { name, slices, bytes: codes.BYTES_PER_ELEMENT, codes: Buffer.from(codes.buffer).toString('latin1') }
}

async function readBothWays(query: string, slices: readonly SliceRequest[]) {
  const directory = await queryFile('t.parquet', query)
  const asked = request(directory, 't.parquet', [], slices)
  const [alone, packed] = [await readTable(asked), await readTable({ ...asked, onColumns: () => {} })]
  return { alone, packed }
}

test('slices that the engine numbers are those that are numbered here', async () => {
  const list = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`)
  const { alone, packed } = await readBothWays(
    `SELECT ${list} FROM range(${rows}) t(i)`,
    Object.keys(columns).map((column) => byValue(column)),
  )
  expect(packed.rows).toBe(rows)
  expect(packed.partitions.filter(({ codes }) => isPacked(codes)).map(({ name }) => name)).toEqual(packable)
  expect(new Set(packed.partitions.map(({ codes }) => (isPacked(codes) ? codes.words : null))).size).toBe(3)
  expect(alone.partitions.some(({ codes }) => isPacked(codes))).toBe(false)
  expect(packed.partitions.map(shown)).toEqual(alone.partitions.map(shown))
})

test('a column that something else needs coded keeps codes of its own', async () => {
  const slices: SliceRequest[] = [
    byValue('a'),
    byValue('b'),
    byValue('c', 2),
    byValue('d'),
    { kind: 'cross', name: 'a x e', of: [byValue('a'), byValue('e')] },
    { kind: 'quantiles', name: 'halves', column: 'b', quantiles: 2 },
  ]
  const { alone, packed } = await readBothWays(
    `SELECT i % 2 AS a, i % 3 AS b, i % 4 AS c, i % 5 AS d, i % 6 AS e FROM range(${rows}) t(i)`,
    slices,
  )
  expect(packed.partitions.filter(({ codes }) => isPacked(codes)).map(({ name }) => name)).toEqual(['d'])
  expect(packed.partitions.map(shown)).toEqual(alone.partitions.map(shown))
})

test('words give back the codes that they hold, and how often', () => {
  const table = fc
    .array(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 8 })
    .filter((widths) => widths.reduce((sum, bits) => sum + bits, 0) <= 32)
    .chain((widths) =>
      fc.record({
        widths: fc.constant(widths),
        codes: fc.array(fc.tuple(...widths.map((bits) => fc.nat(2 ** bits - 1))), { maxLength: 60 }),
        chunk: fc.integer({ min: 1, max: 20 }),
      }),
    )
  fc.assert(
    fc.property(table, ({ widths, codes, chunk }) => {
      const fields = widths.map((bits, k) => ({
        bits,
        shift: widths.slice(0, k).reduce((sum, width) => sum + width, 0),
      }))
      const words = Uint32Array.from(codes, (row) =>
        row.reduce((word, code, k) => word + code * 2 ** fields[k].shift, 0),
      )
      const sink = new PackedSink(null, fields)
      for (let from = 0; from < words.length; from += chunk) {
        const items = words.slice(from, from + chunk)
        sink.append({ items, validity: null }, from, items.length)
      }
      sink.finish(words.length)
      for (const [k, field] of fields.entries()) {
        const expected = codes.map((row) => row[k])
        const slices = Array.from({ length: 2 ** field.bits - 1 }, (_, code) => ({ name: `${code}`, rows: 0 }))
        const packed = { codes: { ...field, words: sink.words() }, slices }
        expect([...codesOf(packed)]).toEqual(expected)
        expect(codesOf(packed)).toBe(codesOf(packed))
        const counts = sink.counts(field)
        expect(counts).toHaveLength(2 ** field.bits)
        for (const code of new Set(expected)) {
          expect(counts[code]).toBe(expected.filter((other) => other === code).length)
        }
      }
    }),
    { numRuns: 50 },
  )
})
