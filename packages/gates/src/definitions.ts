import type {
  Gate,
  MeasureCatalogue,
  ModelCall,
  ModelDefinition,
  Policy,
  SliceDefinition,
  SuiteDefinition,
  SuiteModel,
  TimingDefinition,
} from '@sluice/policy'
import type { Evidence } from './evidence.ts'

/**
 * What each name of a policy stood for when it was measured, as canonical text: `dataset:test`, `model:candidate`,
 * `slice:age`, `stress:noise`, `threshold`, `task`, `timing`. Evidence keeps it, so that it is never judged as the answer to another question:
 * bounds, proofs, confidences and waivers may change afterwards, what was measured may not.
 */
export function definitionsOf(policy: Policy): Record<string, string> {
  const definitions: Record<string, string> = {
    task: policy.task,
    threshold: canonical(withoutPlace(policy.threshold)),
  }
  for (const { name, paths, columns, golden } of policy.datasets) {
    definitions[`dataset:${name}`] = canonical({ paths, columns, ...(golden && { golden }) })
  }
  for (const model of policy.models) definitions[`model:${model.name}`] = canonical(modelDefinition(model, policy))
  if (policy.models.some(({ call }) => call !== null)) definitions['timing'] = canonical(timingOf(policy))
  for (const suite of policy.stress ?? []) definitions[`stress:${suite.name}`] = canonical(suiteDefinition(suite))
  for (const slice of policy.slices) definitions[`slice:${slice.name}`] = canonical(wholeSlice(slice, policy))
  return definitions
}

/** Names of the policy whose meaning has changed since the evidence was measured. */
export function changedDefinitions(policy: Policy, evidence: Evidence): ReadonlySet<string> {
  const now = definitionsOf(policy)
  const names = [...Object.keys(now), ...Object.keys(evidence.definitions)]
  return new Set(names.filter((name) => evidence.definitions[name] !== now[name]))
}

/** The names whose meaning a gate depends on. */
export function definitionsNeeded(gate: Gate, policy: Policy, catalogue: MeasureCatalogue): readonly string[] {
  const needs = catalogue.measures.get(gate.metric.name)?.needs ?? []
  const { stress } = gate.metric.options
  return [
    'task',
    ...(needs.includes('threshold') ? ['threshold'] : []),
    ...(needs.includes('call') ? ['timing'] : []),
    ...gate.on.flatMap((name) => [name, ...besides(name, policy)]).map((name) => `dataset:${name}`),
    `model:${gate.model}`,
    ...(gate.versus === null ? [] : [`model:${gate.versus}`]),
    ...(typeof stress === 'string' ? [`stress:${stress}`] : []),
    ...gate.slices.map((name) => `slice:${name}`),
  ]
}

/** The datasets that a golden set is held against. */
function besides(dataset: string, policy: Policy): readonly string[] {
  const golden = policy.datasets.find(({ name }) => name === dataset)?.golden
  if (golden === undefined) return []
  return golden.represents === null ? golden.apartFrom : [golden.represents, ...golden.apartFrom]
}

/** A model's columns and what is done with them; one that only has columns is defined by nothing else. */
function modelDefinition(model: ModelDefinition, policy: Policy): object {
  const { score, prediction, probabilities, quantiles, call, calibrate, conformal } = model
  const table = (name: string) => {
    const dataset = policy.datasets.find((one) => one.name === name)
    return dataset === undefined ? null : { paths: dataset.paths, columns: dataset.columns }
  }
  const within = policy.slices.find((slice) => slice.name === conformal?.by)
  return {
    score,
    prediction,
    probabilities,
    quantiles,
    ...(call && { call: askedOf(call) }),
    ...(calibrate && { calibrate: { ...calibrate, fittedOn: table(calibrate.on) } }),
    ...(conformal && {
      conformal: { ...conformal, fittedOn: table(conformal.on), by: within ? wholeSlice(within, policy) : null },
    }),
  }
}

/** How models are timed: as `variants` says, or as it would by default. */
export function timingOf({ variants }: Pick<Policy, 'variants'>): TimingDefinition {
  const { requests, rows, warmUp } = variants ?? { requests: 400, rows: 1, warmUp: 50 }
  return { requests, rows, warmUp }
}

/** What a suite does to which rows; by which slices it is shown, and whether cases are shared, is no part of that. */
function suiteDefinition({ slices: _, shareCases: __, model, reference, ...suite }: SuiteDefinition): object {
  const asked = (one: SuiteModel | null) => one && { name: one.name, call: askedOf(one.call) }
  return { ...withoutPlace(suite), model: asked(model), reference: asked(reference) }
}

/** What is asked of a model, without where this machine keeps the policy and without what may be secret. */
function askedOf(call: ModelCall): object {
  return Object.fromEntries(Object.entries(call).filter(([field]) => field !== 'directory' && field !== 'headers'))
}

/** A cross with its parts spelled out, so that a change of a part is a change of the cross. */
function wholeSlice(slice: SliceDefinition, policy: Policy): unknown {
  if (slice.kind !== 'cross') return withoutPlace(slice)
  const parts = slice.cross.map((name) => policy.slices.find((part) => part.name === name))
  return { ...withoutPlace(slice), cross: parts.map((part) => (part === undefined ? null : wholeSlice(part, policy))) }
}

function withoutPlace(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([field]) => field !== 'location'))
}

/** JSON with sorted keys; infinite edges written out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) return String(inner)
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
