import { createHash } from 'node:crypto'
import { usualMeasures } from '@sluice/gates'
import type { Gate, Location, MeasureCatalogue, Policy, SliceDefinition, Task } from '@sluice/policy'
import { nearestMeasure } from '@sluice/policy'
import { UsageError } from './failure.ts'

export interface MeasureFlags {
  readonly label: string
  readonly score?: string
  readonly prediction?: string
  readonly proba?: string
  readonly positive?: string
  readonly threshold: string
  readonly by: readonly string[]
  readonly metric: readonly string[]
  readonly weight?: string
  readonly group?: string
  readonly confidence: string
  readonly format: string
}

const here: Location = { file: 'the command line', line: 1, column: 1 }

/** The policy that a call of `sluice measure` amounts to: the same measuring, without bounds. */
export function adHocPolicy(file: string, flags: MeasureFlags, catalogue: MeasureCatalogue): Policy {
  const task = taskOf(flags)
  const threshold = Number(flags.threshold)
  if (flags.threshold.trim() === '' || Number.isNaN(threshold))
    throw new UsageError(`--threshold takes a number, not '${flags.threshold}'`)
  const slices = flags.by.map(sliceOf)
  const metrics = flags.metric.length > 0 ? flags.metric : usualMeasures[task]
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
          label: flags.label,
          labels: null,
          positive: flags.positive ?? null,
          timestamp: null,
          weight: flags.weight ?? null,
          group: flags.group ?? null,
          query: null,
        },
        location: here,
      },
    ],
    models: [
      {
        name: 'model',
        role: 'candidate',
        score: flags.score ?? null,
        prediction: flags.prediction ?? null,
        probabilities: flags.proba ?? null,
        quantiles: null,
        call: null,
        calibrate: null,
        conformal: null,
        location: here,
      },
    ],
    threshold: { kind: 'fixed', value: threshold },
    slices,
    gates: metrics.map((metric) => gateOf(metric, task, slices, catalogue)),
    waivers: [],
  }
}

/**
 * What the resampled intervals are seeded from: what is measured, not how the call spells it (the path, the order of
 * flags, the format). Measures and slices have seeds of their own already.
 */
function seedOf(flags: MeasureFlags, threshold: number): string {
  const { label, score, prediction, proba, positive, weight, group } = flags
  const measured = [label, score, prediction, proba, positive, threshold, weight, group].map((part) => part ?? null)
  return createHash('sha256').update(JSON.stringify(measured)).digest('hex')
}

function taskOf(flags: MeasureFlags): Task & keyof typeof usualMeasures {
  const given = [flags.score, flags.prediction, flags.proba].filter((column) => column !== undefined)
  if (given.length !== 1) {
    throw new UsageError(
      `measure takes exactly one of --score (binary), --prediction (regression) and --proba (multiclass), not ${given.length}`,
      'Example: sluice measure scores.parquet --label y --score p',
    )
  }
  if (flags.score !== undefined) return 'binary'
  return flags.prediction === undefined ? 'multiclass' : 'regression'
}

/** `region` → by value; `age:4` → quarters. A column whose name holds a colon is taken whole unless digits follow. */
function sliceOf(text: string): SliceDefinition {
  const [, column, bins] = /^(.+):(\d+)$/.exec(text) ?? []
  if (column === undefined) return { kind: 'value', name: text, column: text, top: null, location: here }
  if (Number(bins) < 2) throw new UsageError(`--by ${text} asks for ${bins} bins`, 'Give two or more: --by age:4')
  return { kind: 'quantiles', name: column, column, quantiles: Number(bins), location: here }
}

function gateOf(metric: string, task: Task, slices: readonly SliceDefinition[], catalogue: MeasureCatalogue): Gate {
  const entry = catalogue.measures.get(metric)
  if (entry === undefined) {
    const near = nearestMeasure(metric, catalogue)
    throw new UsageError(
      `there is no measure '${metric}'`,
      near === null ? 'List them: sluice explain' : `Did you mean '${near}'?`,
    )
  }
  if (!entry.tasks.includes(task)) {
    throw new UsageError(
      `'${metric}' measures ${entry.tasks.join(', ')} models, this call is ${task}`,
      'List the measures: sluice explain',
    )
  }
  return {
    name: metric,
    metric: { name: metric, options: entry.options.parse({}) },
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
