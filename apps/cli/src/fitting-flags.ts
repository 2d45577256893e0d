import { UsageError } from './failure.ts'
import { requireWritable } from './require-writable.ts'

/** What every call that fits something to a table has. */
export interface FittingFlags {
  readonly folds: string
  readonly seed: string
  readonly calibrator: string
  readonly output?: string
  readonly format: string
}

/** @throws UsageError for a number of folds or a seed that is none */
export function foldsOf({ folds: written, seed: seedText }: FittingFlags): { folds: number; seed: number } {
  const folds = Number(written)
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= 100))
    throw new UsageError(`--folds takes a whole number from 2 to 100, not '${written}'`)
  const seed = Number(seedText)
  if (seedText.trim() === '' || !Number.isFinite(seed)) throw new UsageError(`--seed takes a number, not '${seedText}'`)
  return { folds, seed }
}

/** @throws UsageError for a format or an output that cannot be written, before anything has been read */
export async function requireOutputs({ format, output, calibrator }: FittingFlags): Promise<void> {
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`calibrate knows the formats text and json, not '${format}'`)
  if (output !== undefined && !/\.(parquet|csv)$/i.test(output))
    throw new UsageError(`--output: '${output}' ends neither in .parquet nor in .csv`)
  await requireWritable(calibrator, '--calibrator')
  if (output !== undefined) await requireWritable(output, '--output')
}
