import { createHash } from 'node:crypto'
import { type MeasuredTask, measures, usualMeasures } from '@sluice/gates'
import type { Gate, Location, MeasureCatalogue, Policy, SliceDefinition } from '@sluice/policy'
import { columnRoles, type MeasureFlags } from './column-roles.ts'
import { UsageError } from './failure.ts'
import { type MetricFlag, metricFlag } from './metric-flag.ts'

const here: Location = { file: 'the command line', line: 1, column: 1 }

/** The policy that a call of `sluice measure` amounts to: the same measuring, without bounds. */
export function adHocPolicy(file: string, flags: MeasureFlags, catalogue: MeasureCatalogue): Policy {
  const { task, label, labels, query, ...outputs } = columnRoles(flags)
  const threshold = Number(flags.threshold)
  if (flags.threshold.trim() === '' || Number.isNaN(threshold))
    throw new UsageError(`--threshold takes a number, not '${flags.threshold}'`)
  requireOtherColumns(flags, [label, ...(labels ?? [])])
  const slices = flags.by.map(sliceOf)
  const metrics = flags.metric.length > 0 ? flags.metric : usualMetrics(task, outputs.quantiles)
  const measured = metrics.map((text) => metricFlag(text, task, catalogue))
  return {
    file,
    sha256: seedOf(flags, threshold),
    version: 1,
    model: 'model',
    description: null,
    owners: [],
    task,
    datasets: [
      {
        name: 'table',
        paths: [file],
        directory: process.cwd(),
        role: 'test',
        columns: {
          id: null,
          label,
          labels,
          positive: flags.positive ?? null,
          timestamp: null,
          weight: flags.weight ?? null,
          group: flags.group ?? null,
          query,
        },
        location: here,
      },
    ],
    models: [
      {
        name: 'model',
        role: 'candidate',
        ...outputs,
        call: null,
        calibrate: null,
        conformal: null,
        location: here,
      },
    ],
    threshold: { kind: 'fixed', value: threshold },
    slices,
    gates: measured.map((metric) => gateOf(metric, slices)),
    waivers: [],
  }
}

/** @throws UsageError for a column that is the truth and something else: rows of one label are not one user's. */
function requireOtherColumns(flags: MeasureFlags, labels: readonly (string | null)[]): void {
  for (const name of ['group', 'weight'] as const) {
    const column = flags[name]
    if (column !== undefined && labels.includes(column))
      throw new UsageError(
        `--${name} names the label column '${column}'`,
        name === 'group'
          ? 'Name the column that tells which rows are dependent, such as a user, or leave --group out.'
          : 'Name the column of row weights, or leave --weight out.',
      )
  }
}

/**
 * What the resampled intervals are seeded from: what is measured, not how the call spells it (the path, the order of
 * flags, the format). Measures and slices have seeds of their own already.
 */
function seedOf(flags: MeasureFlags, threshold: number): string {
  const { label, score, prediction, proba, positive, weight, group, labels = [], query, quantile = [] } = flags
  const measured = [label, score, prediction, proba, positive, threshold, weight, group].map((part) => part ?? null)
  const further = [...labels, ...(query === undefined ? [] : [query]), ...quantile]
  return createHash('sha256')
    .update(JSON.stringify([...measured, ...further]))
    .digest('hex')
}

/** The usual measures of a task; those of an interval are about the widest that the forecast quantiles form. */
function usualMetrics(task: MeasuredTask, quantiles: Readonly<Record<string, string>> | null): readonly string[] {
  if (task !== 'quantile') return usualMeasures[task]
  const levels = Object.keys(quantiles!).map(Number)
  const ends = levels.filter((low) => low < 0.5 && levels.some((high) => Math.abs(low + high - 1) < 1e-9))
  const level = ends.length === 0 ? null : Number((1 - 2 * Math.min(...ends)).toPrecision(12))
  return usualMeasures.quantile.flatMap((name) => {
    if (!('level' in measures.get(name)!.options.shape)) return [name]
    return level === null ? [] : [`${name}:level=${level}`]
  })
}

/** `region` → by value; `age:4` → quarters. A column whose name holds a colon is taken whole unless digits follow. */
function sliceOf(text: string): SliceDefinition {
  const [, column, bins] = /^(.+):(\d+)$/.exec(text) ?? []
  if (column === undefined) return { kind: 'value', name: text, column: text, top: null, location: here }
  if (Number(bins) < 2) throw new UsageError(`--by ${text} asks for ${bins} bins`, 'Give two or more: --by age:4')
  return { kind: 'quantiles', name: column, column, quantiles: Number(bins), location: here }
}

function gateOf({ text, metric }: MetricFlag, slices: readonly SliceDefinition[]): Gate {
  return {
    name: text,
    metric,
    model: 'model',
    on: ['table'],
    versus: null,
    condition: { kind: 'min', bound: Number.NEGATIVE_INFINITY },
    severity: 'block',
    slices: slices.map((slice) => slice.name),
    correction: 'none',
    correctionDeclared: false,
    minRows: null,
    minPositives: null,
    confidence: 0.95,
    proof: 'point',
    onInconclusive: 'fail',
    why: null,
    floor: false,
    location: here,
  }
}
