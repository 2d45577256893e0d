import { type Alternative, type ParetoAxis, paretoFront } from '@sluice/metrics'
import type { Policy, VariantsDefinition } from '@sluice/policy'
import { interval } from '@sluice/stats'
import { timingOf } from '../definitions.ts'
import type { Evidence, MeasurementEvidence, MeasurementKey } from '../evidence.ts'
import { measures } from '../measures/index.ts'
import { keyText } from '../plan.ts'
import { decides, flipKey, latencyKey, qualityKey, ratioKey, shownQuantiles, sizeKey } from './variant-keys.ts'
import type {
  BuildComparison,
  BuildEvidence,
  IntervalValue,
  ParetoAxisEvidence,
  ParetoEvidence,
  SliceValue,
  VariantsEvidence,
} from './variants-evidence.ts'

const level = 0.95

const notes = [
  'Latencies are what this machine needed this time: they differ from run to run, while everything else is the same bit for bit.',
  'Builds are compared pair by pair at 95 %; no correction is made for their number.',
]

/** Looks measurements up. */
type Find = (key: MeasurementKey) => readonly MeasurementEvidence[]

/**
 * How the builds of a policy stand to each other, from what was measured. Pure: the same evidence gives the same answer.
 *
 * @returns `null` where the policy compares no builds
 */
export function compareVariants(policy: Policy, evidence: Pick<Evidence, 'measurements'>): VariantsEvidence | null {
  const { variants } = policy
  if (variants === undefined || variants.builds.length === 0) return null
  const found = new Map<string, MeasurementEvidence[]>()
  for (const measurement of evidence.measurements) {
    const text = keyText(measurement)
    found.set(text, [...(found.get(text) ?? []), measurement])
  }
  const find: Find = (key) => found.get(keyText(key)) ?? []
  const measure = measures.get(variants.quality.name)!
  const names = [variants.reference, ...variants.builds]
  const pareto = frontOf(variants, names, find)
  return {
    reference: variants.reference,
    dataset: variants.on,
    level,
    quality: {
      metric: variants.quality.name,
      label: measure.describe.label,
      options: variants.quality.options,
      direction: measure.direction,
    },
    timing: timingOf(policy),
    builds: names.map((name) => buildOf(policy, variants, name, pareto, find)),
    pareto,
    notes,
  }
}

function buildOf(
  policy: Policy,
  variants: VariantsDefinition,
  model: string,
  { front }: ParetoEvidence,
  find: Find,
): BuildEvidence {
  const timed = (quantile: number) => shown(find(latencyKey(variants, model, quantile))[0])
  const isReference = model === variants.reference
  return {
    model,
    role: isReference ? 'reference' : 'build',
    size: find(sizeKey(variants, model))[0]?.value ?? null,
    cost: variants.cost[model] ?? null,
    quality: shown(find(qualityKey(variants, model, null))[0]),
    latency: {
      p50: timed(shownQuantiles.p50),
      p90: timed(shownQuantiles.p90),
      p99: timed(shownQuantiles.p99),
    },
    versus: isReference ? null : comparisonOf(policy, variants, model, find),
    onFront: front.includes(model),
  }
}

function comparisonOf(policy: Policy, variants: VariantsDefinition, model: string, find: Find): BuildComparison {
  const { reference, slices } = variants
  const bySlice = (key: (slice: string) => MeasurementKey) =>
    slices.flatMap((slice) => find(key(slice)).map(sliceValue))
  const ratio = (quantile: number) => shown(find(ratioKey(variants, model, reference, quantile))[0])
  return {
    quality: shown(find(qualityKey(variants, model, reference))[0]),
    qualityBySlice: bySlice((slice) => qualityKey(variants, model, reference, slice)),
    negativeFlips: decides(policy) ? shown(find(flipKey(variants, model, null))[0]) : null,
    negativeFlipsBySlice: bySlice((slice) => flipKey(variants, model, slice)),
    latencyRatio: { p50: ratio(shownQuantiles.p50), p99: ratio(shownQuantiles.p99) },
  }
}

/**
 * Quality and latency are compared by the intervals of their difference and ratio, which are narrower than two intervals
 * side by side, since both models saw the same rows and the same rounds; size and cost are known exactly.
 */
function frontOf(variants: VariantsDefinition, names: readonly string[], find: Find): ParetoEvidence {
  const known = (values: readonly (number | null)[]) => values.every((value) => value !== null)
  const sizes = new Map(names.map((name) => [name, find(sizeKey(variants, name))[0]?.value ?? null]))
  const costs = new Map(names.map((name) => [name, variants.cost[name] ?? null]))
  const axes = axesOf(variants, { size: known([...sizes.values()]), cost: known([...costs.values()]) })
  const exact = (value: number | null) => (value === null ? null : { lower: value, upper: value })
  const alternatives = names.map(
    (name): Alternative => ({ name, values: { size: exact(sizes.get(name)!), cost: exact(costs.get(name)!) } }),
  )
  const { front, comparisons } = paretoFront(alternatives, axes, (first, second, axis) => {
    if (axis.name === 'quality') return side(find(qualityKey(variants, second.name, first.name))[0], 0, axis)
    if (axis.name === 'latency')
      return side(find(ratioKey(variants, second.name, first.name, shownQuantiles.p99))[0], 1, axis)
    const [a, b] = [first.values[axis.name]!.lower, second.values[axis.name]!.lower]
    return a === b ? 0 : a < b ? -1 : 1
  })
  return { axes, front, comparisons }
}

function axesOf(
  { quality }: VariantsDefinition,
  has: { readonly size: boolean; readonly cost: boolean },
): ParetoAxisEvidence[] {
  const measure = measures.get(quality.name)!
  const direction = measure.direction === 'lower' ? 'lower' : 'higher'
  return [
    // A measure whose target is best is neither better nor worse for being higher.
    ...(measure.direction === 'target'
      ? []
      : [{ name: 'quality', label: measure.describe.label, direction, unit: measure.unit ?? null } as const]),
    { name: 'latency', label: 'p99 latency', direction: 'lower', unit: 'milliseconds' },
    ...(has.size ? [{ name: 'size', label: 'size', direction: 'lower', unit: 'bytes' } as const] : []),
    ...(has.cost ? [{ name: 'cost', label: 'cost', direction: 'lower', unit: null } as const] : []),
  ]
}

/** Which of two is better by a measured comparison of the second with the first, where `neutral` is no difference. */
function side(compared: MeasurementEvidence | undefined, neutral: number, { direction }: ParetoAxis): -1 | 0 | 1 {
  const { lower, upper } = shown(compared)
  if (lower === null || upper === null || (lower <= neutral && upper >= neutral)) return 0
  return lower > neutral === (direction === 'higher') ? 1 : -1
}

function sliceValue(measurement: MeasurementEvidence): SliceValue {
  return { partition: measurement.partition!, slice: measurement.slice, ...shown(measurement) }
}

function shown(measurement: MeasurementEvidence | undefined): IntervalValue {
  if (measurement === undefined) return { value: null, lower: null, upper: null, n: 0, note: 'not measured' }
  const { value, uncertainty, rows, note } = measurement
  const ends = value === null || uncertainty === null ? null : interval(value, uncertainty, level)
  return {
    value,
    lower: ends?.lower ?? null,
    upper: ends?.upper ?? null,
    n: rows,
    ...(note !== undefined && { note }),
  }
}
