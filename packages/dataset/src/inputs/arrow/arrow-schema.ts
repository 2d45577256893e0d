import { ArrowFormatError } from './arrow-error.ts'
import type { FlatTable } from './flat-table.ts'

/** Seconds, milliseconds, microseconds, nanoseconds: Arrow's numbers 0 to 3. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns'

/** A column's type, told apart as far as its values are read or its buffers have to be counted. */
export type ArrowType =
  | { readonly kind: 'null' | 'bool' | 'interval' | 'list' | 'map' | 'list-view' | 'struct' | 'run-end' | 'unknown' }
  | { readonly kind: 'int'; readonly bits: number; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: number }
  | { readonly kind: 'decimal'; readonly bits: number; readonly precision: number; readonly scale: number }
  | { readonly kind: 'date'; readonly bits: number }
  | { readonly kind: 'time'; readonly bits: number; readonly unit: TimeUnit }
  | { readonly kind: 'timestamp'; readonly unit: TimeUnit; readonly zoned: boolean }
  | { readonly kind: 'duration'; readonly unit: TimeUnit }
  | { readonly kind: 'text' | 'binary'; readonly layout: 'small' | 'large' | 'view' }
  | { readonly kind: 'fixed-binary'; readonly width: number }
  | { readonly kind: 'fixed-list' }
  | { readonly kind: 'union'; readonly dense: boolean }

export interface ArrowField {
  readonly name: string
  /** Arrow's own name of the type: `int64`, `list<double>`, `dictionary<string>`. */
  readonly typeName: string
  /** Of the values, where the column is coded. */
  readonly type: ArrowType
  readonly children: readonly ArrowField[]
  /** How the column refers to a dictionary; `null` where it has its values itself. */
  readonly dictionary: { readonly id: bigint; readonly bits: number; readonly signed: boolean } | null
}

const timeUnits = ['s', 'ms', 'us', 'ns'] as const
const deepest = 64

/**
 * Reads the flatbuffer `Schema` of Arrow's format/Schema.fbs.
 *
 * @throws ArrowFormatError, RangeError
 */
export function readSchema(schema: FlatTable): ArrowField[] {
  if (schema.short(0, 0) !== 0) throw new ArrowFormatError('its numbers are big-endian, which is not read here')
  return readFields(schema.tables(1), 0)
}

function readFields(fields: readonly FlatTable[], depth: number): ArrowField[] {
  // Flatbuffers point where they like; one that points to itself has no end.
  if (depth > deepest) throw new ArrowFormatError('its columns are nested too deeply')
  return fields.map((field) => {
    const children = readFields(field.tables(5), depth + 1)
    const [type, name] = readType(field.byte(2, 0), field.table(3))
    const dictionary = field.table(4)
    const index = dictionary?.table(1) ?? null
    const inner = children.length === 0 ? name : `${name}<${children.map((child) => child.typeName).join(', ')}>`
    return {
      name: field.text(0) ?? '',
      typeName: dictionary === null ? inner : `dictionary<${inner}>`,
      type,
      children,
      dictionary: dictionary && {
        id: dictionary.long(0),
        bits: index?.int(0, 0) ?? 32,
        signed: index?.flag(1) ?? true,
      },
    }
  })
}

/** By the number of the member of the union `Type`. Types without parameters need no table. */
function readType(number: number, table: FlatTable | null): [ArrowType, string] {
  const plain = plainTypes[number]
  if (plain !== undefined) return plain
  if (table === null) return [{ kind: 'unknown' }, 'unknown']
  const unit = (fallback: number) => timeUnits[table.short(0, fallback)] ?? 's'
  switch (number) {
    case 2: {
      const [bits, signed] = [table.int(0, 0), table.flag(1)]
      return [{ kind: 'int', bits, signed }, `${signed ? '' : 'u'}int${bits}`]
    }
    case 3: {
      const precision = table.short(0, 0)
      return [{ kind: 'float', bits: 16 << precision }, ['halffloat', 'float', 'double'][precision] ?? 'unknown']
    }
    case 7: {
      const [precision, scale, bits] = [table.int(0, 0), table.int(1, 0), table.int(2, 128)]
      return [{ kind: 'decimal', bits, precision, scale }, `decimal${bits}(${precision}, ${scale})`]
    }
    case 8:
      return table.short(0, 1) === 0
        ? [{ kind: 'date', bits: 32 }, 'date32[day]']
        : [{ kind: 'date', bits: 64 }, 'date64[ms]']
    case 9:
      return [{ kind: 'time', bits: table.int(1, 32), unit: unit(1) }, `time${table.int(1, 32)}[${unit(1)}]`]
    case 10:
      return [{ kind: 'timestamp', unit: unit(0), zoned: (table.text(1) ?? '') !== '' }, `timestamp[${unit(0)}]`]
    case 14:
      return [{ kind: 'union', dense: table.short(0, 0) === 1 }, 'union']
    case 15:
      return [{ kind: 'fixed-binary', width: table.int(0, 0) }, `fixed_size_binary[${table.int(0, 0)}]`]
    case 18:
      return [{ kind: 'duration', unit: unit(1) }, `duration[${unit(1)}]`]
    default:
      return [{ kind: 'unknown' }, 'unknown']
  }
}

const plainTypes: Readonly<Record<number, [ArrowType, string]>> = {
  1: [{ kind: 'null' }, 'null'],
  4: [{ kind: 'binary', layout: 'small' }, 'binary'],
  5: [{ kind: 'text', layout: 'small' }, 'string'],
  6: [{ kind: 'bool' }, 'bool'],
  11: [{ kind: 'interval' }, 'interval'],
  12: [{ kind: 'list' }, 'list'],
  13: [{ kind: 'struct' }, 'struct'],
  16: [{ kind: 'fixed-list' }, 'fixed_size_list'],
  17: [{ kind: 'map' }, 'map'],
  19: [{ kind: 'binary', layout: 'large' }, 'large_binary'],
  20: [{ kind: 'text', layout: 'large' }, 'large_string'],
  21: [{ kind: 'list' }, 'large_list'],
  22: [{ kind: 'run-end' }, 'run_end_encoded'],
  23: [{ kind: 'binary', layout: 'view' }, 'binary_view'],
  24: [{ kind: 'text', layout: 'view' }, 'string_view'],
  25: [{ kind: 'list-view' }, 'list_view'],
  26: [{ kind: 'list-view' }, 'large_list_view'],
}
