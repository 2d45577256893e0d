import { startEngineAhead } from '@sluice/dataset'
import { type MeasurementEvidence, measureCatalogue, measurePolicy } from '@sluice/gates'
import { type MeasurementRow, renderMeasurements, renderMeasurementsJson } from '@sluice/report'
import { interval } from '@sluice/stats'
import { adHocPolicy } from './ad-hoc-policy.ts'
import type { MeasureFlags } from './column-roles.ts'
import { UsageError } from './failure.ts'
import { progressOn } from './progress.ts'
import { terminalOf } from './terminal.ts'
import { version } from './version.ts'
import { workerScript } from './worker-script.ts'

/** One run of `sluice measure`. */
export async function runMeasure(file: string, flags: MeasureFlags): Promise<number> {
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new UsageError(`measure knows the formats text and json, not '${flags.format}'`)
  const level = Number(flags.confidence)
  if (!(level > 0 && level < 1))
    throw new UsageError(`--confidence takes a number between 0 and 1, not '${flags.confidence}'`)
  startEngineAhead()
  const policy = adHocPolicy(file, flags, measureCatalogue)
  const progress = progressOn(process.stderr)
  const evidence = await measurePolicy(policy, {
    version,
    curves: false,
    worker: workerScript,
    ...(progress.seen && { onProgress: (text) => progress.say(text) }),
  })
  progress.done()
  const told = new Set(policy.gates.filter(({ name }) => name.includes(':')).map(({ metric }) => metric.name))
  const weighted = flags.weight !== undefined
  const rows = evidence.measurements.map((measurement) => rowOf(measurement, level, told, weighted))
  const text =
    flags.format === 'json'
      ? renderMeasurementsJson(rows)
      : renderMeasurements(rows, { ...terminalOf(process.stdout), catalogue: measureCatalogue })
  process.stdout.write(`${text.trimEnd()}\n`)
  return 0
}

/** @param told measures that the call gives options: their rows say which */
function rowOf(
  measurement: MeasurementEvidence,
  level: number,
  told: ReadonlySet<string>,
  weighted: boolean,
): MeasurementRow {
  const { value, uncertainty } = measurement
  const ends = value === null || uncertainty === null ? null : interval(value, uncertainty, level)
  return {
    metric: measurement.metric,
    ...(told.has(measurement.metric) ? { options: measurement.options } : {}),
    slice: measurement.slice,
    value,
    lower: ends?.lower ?? null,
    upper: ends?.upper ?? null,
    level,
    interval: uncertainty?.method ?? null,
    n: measurement.rows,
    ...(weighted && { effectiveRows: measurement.effectiveRows }),
    positives: measurement.positives,
    ...(measurement.note === undefined ? {} : { note: measurement.note }),
  }
}
