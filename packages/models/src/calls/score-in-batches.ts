import { type Columns, rowCount, type Scores, takeRows } from '@sluice/robustness'
import pLimit from 'p-limit'
import { ModelError } from '../model-error.ts'

export interface BatchOptions {
  readonly batchSize: number
  /** Batches that are under way at a time. */
  readonly concurrency: number
  readonly place: string
}

/**
 * Scores rows batch by batch and puts the answers together in the order of the rows. The first batch that fails ends it: those
 * that have not begun are not sent, and no rows are returned.
 */
export async function scoreInBatches(
  columns: Columns,
  call: (batch: Columns) => Promise<Scores>,
  { batchSize, concurrency, place }: BatchOptions,
): Promise<Scores> {
  const rows = rowCount(columns)
  const limit = pLimit(concurrency)
  const starts = Array.from({ length: Math.ceil(rows / batchSize) }, (_, i) => i * batchSize)
  let failed = false
  const parts = await Promise.allSettled(
    starts.map((start) =>
      limit(async () => {
        if (failed) return null
        const size = Math.min(batchSize, rows - start)
        try {
          const scores = await call(size === rows ? columns : rowsFrom(columns, start, size))
          return requireRows(scores, size, place)
        } catch (error) {
          failed = true
          throw error
        }
      }),
    ),
  )
  const failure = parts.find((part) => part.status === 'rejected')
  if (failure !== undefined) throw failure.reason
  return joined(
    parts.map((part) => (part as PromiseFulfilledResult<Scores>).value),
    place,
  )
}

function rowsFrom(columns: Columns, start: number, size: number): Columns {
  return takeRows(
    columns,
    Uint32Array.from({ length: size }, (_, i) => start + i),
  )
}

function requireRows(scores: Scores, rows: number, place: string): Scores {
  const found = scores instanceof Float64Array ? scores.length : scores.values.length / scores.classes
  if (found === rows) return scores
  throw new ModelError({
    code: 'wrong-shape',
    place,
    message: `was given ${rows} rows and returned scores for ${found}`,
    hint: 'A model for this returns one score, or one a class, for each row.',
  })
}

function joined(parts: readonly Scores[], place: string): Scores {
  const [first = new Float64Array(0)] = parts
  if (parts.length === 1) return first
  const classes = new Set(parts.map((part) => (part instanceof Float64Array ? 0 : part.classes)))
  const names = new Set(parts.map((part) => JSON.stringify(part instanceof Float64Array ? [] : part.names)))

  if (classes.size > 1) {
    throw new ModelError({
      code: 'wrong-shape',
      place,
      message: `returned ${[...classes].map((k) => (k === 0 ? 'one score' : `${k} scores`)).join(' and ')} a row, by batch`,
      hint: 'Every batch needs scores of one shape.',
    })
  }
  if (names.size > 1) {
    throw new ModelError({
      code: 'wrong-shape',
      place,
      message: `called the classes ${[...names].join(' and ')}, by batch`,
      hint: 'Name them in the order that is wanted: classes: [A, B, …].',
    })
  }
  const values = new Float64Array(parts.reduce((size, part) => size + flat(part).length, 0))
  let at = 0
  for (const part of parts) {
    values.set(flat(part), at)
    at += flat(part).length
  }
  return first instanceof Float64Array ? values : { ...first, values }
}

function flat(scores: Scores): Float64Array {
  return scores instanceof Float64Array ? scores : scores.values
}
