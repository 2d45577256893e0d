import type { ArrowType } from './arrow-schema.ts'

/** How the engine holds a column, and what readers see of it. */
export interface EngineType {
  readonly stored: string
  readonly shown: string
}

/** What the widest DECIMAL of the engine holds. */
const mostDigits = 38

const integers: Readonly<Record<number, string>> = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }
const timestamps = { s: 'TIMESTAMP_S', ms: 'TIMESTAMP_MS', us: 'TIMESTAMP', ns: 'TIMESTAMP_NS' }

/**
 * The engine's type for values of a type: the one that a Parquet file with the same column has. `null` for nested types,
 * binaries, times of day, durations, and decimals of more than 38 digits.
 */
export function engineType(type: ArrowType): EngineType | null {
  switch (type.kind) {
    case 'null':
      return same('INTEGER')
    case 'bool':
      return same('BOOLEAN')
    case 'int': {
      const name = integers[type.bits]
      return name === undefined ? null : same(type.signed ? name : `U${name}`)
    }
    case 'float':
      return same(type.bits === 64 ? 'DOUBLE' : 'FLOAT')
    case 'text':
      return same('VARCHAR')
    case 'date':
      return same('DATE')
    case 'timestamp': {
      // Times of a zone are instants: Arrow counts them in UTC whatever the zone's name, as the engine does.
      const stored = timestamps[type.unit]
      if (type.zoned) return { stored, shown: 'TIMESTAMP WITH TIME ZONE' }
      return { stored, shown: type.unit === 'ns' ? stored : 'TIMESTAMP' }
    }
    case 'decimal': {
      const { precision, scale, bits } = type
      const fits = precision >= 1 && precision <= mostDigits && scale >= 0 && scale <= precision
      return fits && [32, 64, 128, 256].includes(bits) ? same(`DECIMAL(${precision},${scale})`) : null
    }
    default:
      return null
  }
}

function same(type: string): EngineType {
  return { stored: type, shown: type }
}
