import type {
  CurveEvidence,
  Evidence,
  GateVerdict,
  MeasurementEvidence,
  MeasurementVerdict,
  Status,
} from '@sluice/gates'
import { interval } from '@sluice/stats'
import { boundsOf, expectation, isSpread, statusRank } from '../../wording/index.ts'
import { harmOf } from './harm.ts'

/** One metric measured by slice. */
export interface HeatColumn {
  readonly id: string
  readonly label: string
  /** What is measured on what: `candidate on test`, `candidate − baseline on test`. */
  readonly detail: string
  readonly dataset: string
  readonly model: string
  readonly isDifference: boolean
  /** What the gates ask of each slice, in words; empty where none bounds it. */
  readonly expectations: readonly string[]
  /** The same metric over all rows. */
  readonly all: number | null
}

export interface HeatCell {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly level: number
  readonly rows: number
  readonly positives: number | null
  /** The worst status of a gate that judges this slice; `null` where none does. */
  readonly status: Status | null
  /** Whether a gate has too little of this slice to judge it. */
  readonly tooFew: boolean
  /** How far on the bad side, as a share of the metric's size: positive is harm. `null` without a value. */
  readonly harm: number | null
  /** What the harm is a distance to. */
  readonly against: 'bound' | 'all rows'
  readonly reasons: readonly { readonly gate: string; readonly text: string }[]
  readonly note: string | null
}

export interface DrawnCurves {
  readonly dataset: string
  readonly model: string
}

export interface HeatRow {
  readonly partition: string
  readonly slice: string
  readonly rows: number
  readonly positives: number | null
  /** The greatest of its cells; `null` where none has a value. */
  readonly harm: number | null
  /** By column; `null` where that metric was not measured on this slice. */
  readonly cells: readonly (HeatCell | null)[]
  /** Whose curves there are of this slice, on which dataset; `null` as long as it is not known. */
  readonly curves: readonly DrawnCurves[] | null
}

export interface HeatMap {
  readonly columns: readonly HeatColumn[]
  /** In the order in which they were measured. */
  readonly rows: readonly HeatRow[]
}

/**
 * Every slice against every metric that was measured by slice, with what the gates say of each.
 *
 * @param curves `null` as long as they are not there: a slice only leads to its own
 */
export function heatMap(
  evidence: Evidence,
  gates: readonly GateVerdict[],
  curves: readonly CurveEvidence[] | null,
): HeatMap {
  const measured = evidence.measurements.filter(({ partition }) => partition !== null)
  const groups = [...grouped(measured, columnId)].map(([id, own]) => groupOf(id, own, evidence, gates))
  const slices = grouped(measured, ({ partition, slice }) => `${partition}\n${slice}`)
  const drawn = curves === null ? null : drawnBySlice(curves)
  const rows = [...slices.values()].map((own): HeatRow => {
    const [{ partition, slice, rows: count, positives }] = own as [MeasurementEvidence]
    const cells = groups.map((group) => {
      const found = own.find((one) => columnId(one) === group.column.id)
      return found === undefined ? null : cellOf(found, group)
    })
    const harms = cells.flatMap((cell) => cell?.harm ?? [])
    return {
      partition: partition ?? '',
      slice,
      rows: count,
      positives,
      harm: harms.length === 0 ? null : Math.max(...harms),
      cells,
      curves: drawn === null ? null : (drawn.get(slice) ?? []),
    }
  })
  return { columns: groups.map(({ column }) => column), rows }
}

/** The curves to open from a row, or from its cell in a column: those that the column is about where there are some. */
export function curvesOf(row: HeatRow, columns: readonly HeatColumn[], at?: number): DrawnCurves | null {
  const measured =
    at === undefined ? columns.filter((_, column) => row.cells[column] !== null) : columns.slice(at, at + 1)
  const own = measured.flatMap(
    ({ dataset, model }) => row.curves?.find((one) => one.dataset === dataset && one.model === model) ?? [],
  )
  return own[0] ?? row.curves?.[0] ?? null
}

function drawnBySlice(curves: readonly CurveEvidence[]): ReadonlyMap<string, readonly DrawnCurves[]> {
  const drawn = new Map<string, DrawnCurves[]>()
  for (const { slice, dataset, model } of curves) {
    if (slice === undefined || slice === null) continue
    const before = drawn.get(slice) ?? []
    const isKnown = before.some((one) => one.dataset === dataset && one.model === model)
    drawn.set(slice, isKnown ? before : [...before, { dataset, model }])
  }
  return drawn
}

interface Group {
  readonly column: HeatColumn
  readonly gates: readonly GateVerdict[]
  readonly direction: GateVerdict['direction']
  /** What a harm of 1 is: 1 for measures within −1 to 1, else the largest value. */
  readonly unit: number
}

function groupOf(
  id: string,
  own: readonly MeasurementEvidence[],
  evidence: Evidence,
  gates: readonly GateVerdict[],
): Group {
  const [first] = own as [MeasurementEvidence]
  const { dataset, model, versus, metric, options } = first
  const judging = gates.filter((gate) => judges(gate, own))
  const named = judging[0] ?? gates.find((gate) => gate.metric === metric)
  const all = evidence.measurements.find((one) => one.partition === null && columnId(one) === id)
  // A measure of two models has a value of its own; a difference is of two values.
  const isDifference = own.some(({ of }) => of !== undefined)
  const values = own.flatMap(({ value }) => (value === null ? [] : Math.abs(value)))
  return {
    column: {
      id,
      label: [named?.metricLabel ?? metric, ...Object.entries(options).map(([key, value]) => `${key} ${value}`)].join(
        ', ',
      ),
      detail: `${versus === null ? model : `${model} ${isDifference ? '−' : 'versus'} ${versus}`} on ${dataset}`,
      dataset,
      model,
      isDifference,
      expectations: judging.filter((gate) => !isSpread(gate)).map((gate) => `${gate.name}: ${expectation(gate)}`),
      all: all?.value ?? null,
    },
    gates: judging,
    direction: named?.direction ?? 'target',
    unit: Math.max(1, ...values),
  }
}

/** Whether a gate is about these measurements: a verdict carries no options, so the values tell two metrics apart. */
function judges(gate: GateVerdict, own: readonly MeasurementEvidence[]): boolean {
  const [{ dataset, model, versus, metric }] = own as [MeasurementEvidence]
  const same = gate.metric === metric && gate.model === model && gate.versus === versus
  if (!same || !gate.dataset.split(' and ').includes(dataset)) return false
  return isSpread(gate) || own.some((one) => verdictOf(gate, one) !== null)
}

function verdictOf(gate: GateVerdict, measured: MeasurementEvidence): MeasurementVerdict | null {
  const found = gate.measurements.find(({ slice, value }) => slice === measured.slice && value === measured.value)
  return found ?? null
}

function cellOf(measured: MeasurementEvidence, { column, gates, direction, unit }: Group): HeatCell {
  const judged = gates.flatMap((gate) => {
    const verdict = isSpread(gate) ? null : verdictOf(gate, measured)
    return verdict === null ? [] : [{ gate, verdict }]
  })
  const [worst] = [...judged].sort((a, b) => statusRank(a.verdict.status) - statusRank(b.verdict.status))
  const level = worst?.verdict.level ?? 0.95
  const { value, rows, positives } = measured
  const harm =
    value === null
      ? null
      : harmOf(
          value,
          judged.map(({ gate }) => boundsOf(gate)),
          column.all,
          direction,
        )
  return {
    value,
    ...limitsOf(measured, level),
    level,
    rows,
    positives,
    status: worst?.verdict.status ?? null,
    tooFew: judged.some(({ gate, verdict }) => isShort(gate, verdict)),
    harm: harm === null ? null : harm / unit,
    against: judged.length > 0 ? 'bound' : 'all rows',
    reasons: judged.map(({ gate, verdict }) => ({ gate: gate.name, text: verdict.reason })),
    note: measured.note ?? null,
  }
}

/** A slice that is not decided and took part in no test lacks rows, positives or a value. */
function isShort({ judgedBy }: GateVerdict, { status, pValue }: MeasurementVerdict): boolean {
  return status === 'inconclusive' && (judgedBy.proof === 'point' || pValue === null)
}

function limitsOf({ value, uncertainty }: MeasurementEvidence, level: number) {
  if (value === null || uncertainty === null) return { lower: null, upper: null }
  const { lower, upper } = interval(value, uncertainty, level)
  return { lower, upper }
}

function columnId({ dataset, model, versus, metric, options }: MeasurementEvidence): string {
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))
  return [metric, ...sorted.map(([key, value]) => `${key}=${value}`), model, versus ?? '', dataset].join(' ')
}

/** Groups in the order of their first member. */
function grouped(measured: readonly MeasurementEvidence[], key: (one: MeasurementEvidence) => string) {
  const groups = new Map<string, MeasurementEvidence[]>()
  for (const one of measured) groups.set(key(one), [...(groups.get(key(one)) ?? []), one])
  return groups
}
