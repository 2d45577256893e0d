/** A numeric column; a missing value is NaN in `values` and counted in `missing`. */
export interface NumberColumn {
  readonly kind: 'number'
  readonly name: string
  readonly values: Float64Array
  readonly missing: number
}

/**
 * A column of coded values, in ascending order of the value; of one read as `key` or `text`, in order of first appearance.
 * `missingCode` marks missing rows.
 */
export interface CategoryColumn {
  readonly kind: 'category'
  readonly name: string
  readonly codes: Uint8Array | Uint16Array | Uint32Array
  /** The value of each code; empty for a column read as `key`. */
  readonly categories: readonly (string | number | boolean)[]
  readonly missingCode: number
  readonly missing: number
  /** How many different values there are, missing not counted. */
  readonly distinct: number
}

export type Column = NumberColumn | CategoryColumn

/**
 * One dimension that cuts rows into slices: one code a row, `slices[code]` its slice, `outside` for rows in none.
 * Several `windows` overlap, so each is a partition of its own, all under the definition's name.
 */
export interface Partition {
  readonly name: string
  /** A column of its own, or bits of words that several partitions of a large table share; `codesOf` reads either. */
  readonly codes: SliceCodes | PackedCodes
  readonly outside: number
  readonly slices: readonly Slice[]
}

/** The slice of each row. */
export type SliceCodes = Uint8Array | Uint16Array

/** The code of row r is `(words[r] >>> shift) & (2 ** bits - 1)`. */
export interface PackedCodes {
  readonly words: Uint32Array
  readonly shift: number
  readonly bits: number
}

/** A partition whose codes are a column of their own. */
export interface CodedPartition extends Partition {
  readonly codes: SliceCodes
}

export interface Slice {
  /** `sex=1`, `age=[21, 28)`, `sex=1 & education=2`, or a predicate's own name. */
  readonly name: string
  readonly rows: number
}

/** One input file as it was when it was read. */
export interface InputFile {
  /** From the folder that the request's paths start from, with `/`: the same on every machine that has the same files. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

export interface Table {
  readonly rows: number
  /** By name. A column that is asked for in two ways is here as the first one, and as `columnKey` of the others. */
  readonly columns: ReadonlyMap<string, Column>
  readonly partitions: readonly Partition[]
  readonly inputs: readonly InputFile[]
}

/**
 * How a column is wanted. `number` takes numeric and boolean columns, and times as milliseconds since 1970; `category` any
 * column of at most 65 535 distinct values; `key` codes any number of distinct values densely (ids, groups);
 * `text` any number of distinct texts, which it keeps.
 */
export interface ColumnRequest {
  readonly name: string
  readonly as: 'number' | 'category' | 'key' | 'text'
}

export interface TableRequest {
  /** Files and globs; relative to `directory`. */
  readonly paths: readonly string[]
  readonly directory: string
  readonly columns: readonly ColumnRequest[]
  readonly slices: readonly SliceRequest[]
  readonly onProgress?: (done: { rows: number; of: number }) => void
  /** Called before anything is read, where the format says how many rows there are (Parquet, Arrow). */
  readonly onOpen?: (rows: number) => void
  /**
   * Called with the columns before the slices are read, so that work on them can begin on another thread. Only where a
   * table is large (1 000 000 rows) and its format lets columns be read apart (Parquet, Arrow). Codes of slices by value
   * are then packed into words where the engine can number the values.
   */
  readonly onColumns?: (columns: Pick<Table, 'rows' | 'columns'>) => void
}

/** A slice definition of DESIGN's policy, without `discover`, which needs a model's errors. */
export type SliceRequest =
  | { readonly kind: 'value'; readonly name: string; readonly column: string; readonly top?: number }
  | { readonly kind: 'quantiles'; readonly name: string; readonly column: string; readonly quantiles: number }
  | { readonly kind: 'edges'; readonly name: string; readonly column: string; readonly edges: readonly number[] }
  | {
      readonly kind: 'windows'
      readonly name: string
      readonly column: string
      readonly windows: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'every'
      readonly name: string
      readonly column: string
      readonly every: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
    }
  | { readonly kind: 'where'; readonly name: string; readonly where: string }
  | { readonly kind: 'cross'; readonly name: string; readonly of: readonly SliceRequest[] }
