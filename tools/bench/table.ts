import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** Eight slice columns, 50 slices in all, whole numbers and short strings. */
export const sliceColumns = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'] as const
const sliceCounts = [2, 4, 5, 6, 7, 8, 8, 10]

/** Bytes a row of the columns that are read, as a columnar engine holds them: label and slices 4 each, the score 8. */
export const columnBytesPerRow = 4 + 8 + 4 * sliceColumns.length

/**
 * A seeded table of predictions: 20 % positives, scores that are calibrated but for a shift, half of the slice columns
 * whole numbers and half strings. Made once and kept in `.sluice/`.
 */
export async function benchTable(root: string, rows: number): Promise<string> {
  const folder = join(root, '.sluice', 'bench')
  const file = join(folder, `rows-${rows}.parquet`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const slices = sliceColumns.map((name, i) => {
    const code = `(hash(i * 31 + ${i + 1}) % ${sliceCounts[i]})::INTEGER`
    return i % 2 === 0 ? `${code} AS ${name}` : `'v' || ${code} AS ${name}`
  })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  // Uniforms from hashes of the row number: the same table on every machine and with any number of threads.
  const uniform = (salt: number) => `((hash(i * 7919 + ${salt}) >> 11)::DOUBLE + 0.5) / 9007199254740992.0`
  await connection.run(`
    COPY (
      SELECT (u2 < p)::INTEGER AS label, 1 / (1 + exp(-(ln(p / (1 - p)) * 0.9 + 0.2))) AS score, ${slices.join(', ')}
      FROM (
        SELECT i, ${uniform(2)} AS u2, greatest(1e-6, least(1 - 1e-6, pow(${uniform(1)}, 4))) AS p FROM range(${rows}) t(i)
      )
    ) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  return file
}
