export type ColumnKind = 'boolean' | 'integer' | 'float' | 'double' | 'wide-number' | 'time' | 'text' | 'other'

const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^BOOLEAN$/, 'boolean'],
  [/^U?(TINYINT|SMALLINT)$|^U?INTEGER$|^BIGINT$/, 'integer'],
  [/^FLOAT$/, 'float'],
  [/^DOUBLE$/, 'double'],
  [/^(DECIMAL\(.*\)|U?HUGEINT|UBIGINT|BIGNUM)$/, 'wide-number'],
  [/^(DATE|TIMESTAMP.*)$/, 'time'],
  [/^(VARCHAR|ENUM\(.*\)|UUID)$/, 'text'],
]

/** What a DuckDB type is for a reader. `wide-number`: values that neither a double nor an int64 holds exactly. */
export function columnKind(type: string): ColumnKind {
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'other'
}

export function isNumeric(kind: ColumnKind): boolean {
  return kind === 'integer' || kind === 'float' || kind === 'double' || kind === 'wide-number' || kind === 'boolean'
}
