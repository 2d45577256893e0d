import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type AllocationMethod, allocateSample, drawStratifiedSample, type StratifiedSample } from '@sluice/stats'
import { DatasetError } from '../dataset-error.ts'
import { quoteIdentifier, quoteText } from '../duckdb/sql-text.ts'
import { explainEngineError } from '../inputs/explain-engine-error.ts'
import { openSource, type Source } from '../inputs/source.ts'
import { readTable } from '../read-table.ts'
import { codesOf } from '../slices/packed-codes.ts'
import type { Partition, SliceRequest } from '../table.ts'

export interface DrawGoldenSetRequest {
  readonly paths: readonly string[]
  readonly directory: string
  /** What cuts the rows into strata; several are crossed. */
  readonly by: readonly SliceRequest[]
  readonly rows: number
  /** Rows of each stratum at least, or all it has: what over-samples the rare ones. */
  readonly minimum: number
  readonly allocation: Exclude<AllocationMethod, 'neyman'>
  readonly seed: number | string
  /** The file to write: Parquet, CSV or JSON lines by its name. */
  readonly output: string
}

export interface DrawnGoldenSet {
  readonly rows: number
  readonly population: number
  /** Kish's effective rows: how many of a simple random sample the weighted ones are worth for a mean. */
  readonly effectiveRows: number
  readonly strata: readonly DrawnStratum[]
}

export interface DrawnStratum {
  readonly stratum: string
  readonly population: number
  readonly drawn: number
  /** The probability of each of its rows to be drawn. */
  readonly inclusionProbability: number
}

/** The columns that a drawn row gets beside its own. */
export const inclusionColumn = 'inclusion_probability'
export const weightColumn = 'sampling_weight'

/**
 * Draws a golden set out of a table: every column of the drawn rows in the order of the table, with the probability that
 * the row had of being drawn and its inverse. Under these weights metrics estimate what they are on the whole table (Horvitz
 * & Thompson 1952; ratios as Hájek's), however much rare strata are over-sampled. The same seed draws the same rows.
 *
 * @throws DatasetError `invalid-slice` where the rows cannot hold the minimum of every stratum or a row lies in none,
 *   `duplicate-column` where the table has these columns already, and as `readTable`
 */
export async function drawGoldenSet(request: DrawGoldenSetRequest): Promise<DrawnGoldenSet> {
  const { paths, directory, by, seed } = request
  const slices = by.length === 1 ? by : [{ kind: 'cross', name: 'strata', of: by } as const]
  const { rows: population, partitions } = await readTable({ paths, directory, columns: [], slices })
  const strata = partitions[0]
  const allocation = allocated(strata, request)
  const sample = drawnFrom(strata, allocation, seed)
  await write(request, sample, population)
  const weights = sample.inclusionProbabilities.map((p) => 1 / p)
  const squares = weights.reduce((sum, w) => sum + w * w, 0)
  return {
    rows: sample.rows.length,
    population,
    effectiveRows: weights.reduce((sum, w) => sum + w, 0) ** 2 / squares,
    strata: strata.slices.flatMap(({ name, rows }, h) =>
      rows === 0
        ? []
        : [{ stratum: name, population: rows, drawn: allocation[h], inclusionProbability: allocation[h] / rows }],
    ),
  }
}

function allocated(strata: Partition, { rows, minimum, allocation }: DrawGoldenSetRequest): number[] {
  try {
    return allocateSample(
      strata.slices.map((slice) => ({ size: slice.rows })),
      { rows, minimum, method: allocation },
    )
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw badStrata(error.message)
  }
}

function drawnFrom(strata: Partition, allocation: readonly number[], seed: number | string): StratifiedSample {
  const codes = codesOf(strata)
  const { slices } = strata
  const outside = codes.length - slices.reduce((sum, { rows }) => sum + rows, 0)
  if (outside > 0) {
    throw badStrata(
      `${outside} rows lie in no stratum, and rows that cannot be drawn have no weight; cut by values or quantiles`,
    )
  }
  return drawStratifiedSample(codes, allocation, seed)
}

function badStrata(message: string): DatasetError {
  const [what, next] = message.split('; ')
  return new DatasetError({
    code: 'invalid-slice',
    message: `${what}.`,
    hint: next === undefined ? null : `${next[0].toUpperCase()}${next.slice(1)}.`,
  })
}

async function write(
  { paths, directory, output }: DrawGoldenSetRequest,
  sample: StratifiedSample,
  population: number,
): Promise<void> {
  const target = resolve(output)
  const options = copyOptions(target)
  const unfinished = `${target}.${process.pid}.unfinished`
  const source = await openSource(paths, directory, () => true, [unfinished])
  try {
    requireFree(source)
    await source.engine.run(`COPY (${await drawnRows(source, sample)}) TO ${quoteText(unfinished)} (${options})`)
    const [counted] = await source.engine.rows(`SELECT count(*)::DOUBLE FROM ${source.from}`)
    if (counted[0] !== population) {
      throw new DatasetError({
        code: 'changed-while-reading',
        path: source.label,
        message: `${source.label} had ${population} rows, and then ${counted[0]}.`,
        hint: 'Draw again when nobody writes to it.',
      })
    }
    await rename(unfinished, target)
  } catch (error) {
    throw explainEngineError(error, source.label)
  } finally {
    source.engine.close()
    await rm(unfinished, { force: true })
  }
}

/** By the file's name, since there is nothing in it yet. */
function copyOptions(output: string): string {
  const [, format] = writtenFormats.find(([ending]) => ending.test(output)) ?? []
  if (format !== undefined) return `${format}, USE_TMP_FILE false`
  throw new DatasetError({
    code: 'unsupported-format',
    path: output,
    message: `A drawn table is written as Parquet, CSV or JSON lines, and ${output} is none by its name.`,
    hint: 'Name a file that ends in .parquet, .csv or .jsonl.',
  })
}

const writtenFormats: readonly (readonly [RegExp, string])[] = [
  [/\.(parquet|pq)$/i, 'FORMAT parquet'],
  [/\.csv$/i, 'FORMAT csv, HEADER true'],
  [/\.(jsonl|ndjson)$/i, 'FORMAT json'],
]

/** The query of the drawn rows, once their numbers are in the engine. */
async function drawnRows(source: Source, { rows, inclusionProbabilities }: StratifiedSample): Promise<string> {
  await source.engine.run('CREATE TEMP TABLE drawn (place BIGINT, probability DOUBLE)')
  for (let from = 0; from < rows.length; from += 1000) {
    const values = Array.from(
      rows.subarray(from, from + 1000),
      (row, i) => `(${row}, ${inclusionProbabilities[from + i]}::DOUBLE)`,
    )
    await source.engine.run(`INSERT INTO drawn VALUES ${values.join(', ')}`)
  }
  const names = source.columns.map(({ name }) => `numbered.${quoteIdentifier(name)}`).join(', ')
  return (
    `SELECT ${names}, probability AS ${inclusionColumn}, 1 / probability AS ${weightColumn} ` +
    `FROM (SELECT *, row_number() OVER () - 1 AS drawn_place FROM ${source.from}) numbered JOIN drawn ON drawn_place = place ORDER BY place`
  )
}

function requireFree({ columns, label }: Source): void {
  const taken = columns.find(({ name }) => [inclusionColumn, weightColumn, 'drawn_place'].includes(name.toLowerCase()))
  if (taken === undefined) return
  throw new DatasetError({
    code: 'duplicate-column',
    path: label,
    column: taken.name,
    message: `${label} has a column "${taken.name}" already, which a drawn table gets.`,
    hint: 'Rename it where the table is made; of a set that was drawn before, draw from the table it came from.',
  })
}
