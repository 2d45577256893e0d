import { defaultSimilarity, type FoundRows, type GoldenSetDescription, leastRecall } from '@sluice/dataset'
import type { Policy } from '@sluice/policy'
import type { DatasetEvidence, MeasurementEvidence, MeasurementKey } from '../../evidence.ts'
import { inputError } from '../../measure/input-error.ts'
import { measurementEvidence } from '../../measure/measurement-evidence.ts'
import type { Instrument } from '../instrument.ts'
import { everyAgreement, ratingsOf } from './annotations.ts'
import { goldenDrift } from './golden-drift.ts'
import {
  type GoldenEvidence,
  type GoldenMatches,
  type GoldenTexts,
  goldenFeature,
  goldenSlices,
} from './golden-evidence.ts'
import { effectiveRows } from './golden-reading.ts'
import { readGolden } from './golden-readings.ts'
import { labelAges } from './label-ages.ts'
import { type GoldenSet, readGoldenSet } from './read-golden-set.ts'

/** Measures golden sets: each is read once, beside the tables that it is held against. */
export const goldenInstrument: Instrument = {
  async measure(policy, keys, { asOf = null, onProgress }) {
    const sets = new Map<string, GoldenSet>()
    for (const { definition, golden } of wanted(policy, keys)) {
      onProgress?.(`reading the golden set ${definition.name}`)
      sets.set(definition.name, await readGoldenSet(policy, definition, golden))
    }
    return {
      measurements: keys.map((key) => measured(sets.get(key.dataset)!, key, asOf)),
      datasets: [...sets.values()].flatMap((set) => datasetsOf(policy, set)),
      sections: { golden: [...sets.values()].flatMap((set) => evidenceOf(set, asOf)) },
    }
  },
}

/** The golden sets that are asked for; all of a policy's where nothing is asked. */
function wanted(policy: Policy, keys: readonly MeasurementKey[]) {
  const asked = new Set(keys.map(({ dataset }) => dataset))
  return policy.datasets.flatMap((definition) => {
    const { name, golden } = definition
    if (keys.length > 0 && !asked.has(name)) return []
    if (golden !== undefined) return [{ definition, golden }]
    if (!asked.has(name)) return []
    const gate = policy.gates.find(
      (one) => one.on.includes(name) && keys.some(({ metric }) => metric === one.metric.name),
    )!
    throw inputError({
      code: 'golden-set',
      message: `gate '${gate.name}' measures ${gate.metric.name} on '${name}', which is no golden set`,
      hint: `Give '${name}' role: golden and represents: DATASET, or name a golden set with on.`,
      location: gate.location,
      path: `gates.${gate.name}`,
    })
  })
}

function measured(set: GoldenSet, key: MeasurementKey, asOf: string | null): MeasurementEvidence {
  const { estimate, note } = readGolden(set, key, asOf)
  const evidence = measurementEvidence({ key, threshold: 0.5 }, 'all', estimate)
  return note === undefined ? evidence : { ...evidence, note }
}

/** What was read, hashes and all. */
function datasetsOf(policy: Policy, { definition, table, description }: GoldenSet): DatasetEvidence[] {
  const read = [...(description?.inputs ?? [[definition.name, table.inputs] as const])]
  return policy.datasets.flatMap(({ name }) => {
    const inputs = read.find(([source]) => source === name)?.[1]
    if (inputs === undefined) return []
    const rows = name === definition.name ? table.rows : (description?.rowsOf(name) ?? 0)
    return [{ name, rows, inputs, slices: {}, notes: [] }]
  })
}

function evidenceOf(set: GoldenSet, asOf: string | null): GoldenEvidence[] {
  const { description, golden, definition, table, annotators, reviewed, labelled, clusters } = set
  if (description === null || golden.represents === null) return []
  const drift = goldenDrift(description.features, golden.refreshDrift ?? null)
  return [
    {
      dataset: definition.name,
      represents: golden.represents,
      apartFrom: golden.apartFrom,
      rows: table.rows,
      representedRows: description.productionRows,
      effectiveRows: effectiveRows(set),
      features: description.features.map((feature) => goldenFeature(feature, description.productionRows)),
      slices: goldenSlices(description, effectiveRows(set)),
      age: labelAges(golden, labelled, asOf),
      ...(drift !== null && { drift }),
      agreement: annotators.length === 0 ? [] : everyAgreement(ratingsOf(annotators, clusters)),
      reviewed: reviewed === null ? null : { rows: marked(reviewed) },
      repeats: counted(description.repeats()),
      leaks: countedIn(description.leaks()),
      ...(golden.text.length > 0 && { texts: textsOf(golden.text, description) }),
      notes: description.notes,
    },
  ]
}

function textsOf(columns: readonly string[], description: GoldenSetDescription): GoldenTexts {
  const compare = 'texts'
  return {
    columns,
    similarity: defaultSimilarity,
    recall: leastRecall,
    repeats: counted(description.repeats({ compare })),
    leaks: countedIn(description.leaks({ compare })),
  }
}

function countedIn(matches: FoundRows | null): GoldenMatches | null {
  return matches === null ? null : counted(matches)
}

function counted({ exact, near, tolerance, chance }: FoundRows): GoldenMatches {
  return {
    exact: marked(exact),
    near: marked(near),
    ...(chance !== null && { within: tolerance, byChance: chance.near }),
  }
}

function marked(flags: ArrayLike<number>): number {
  return Array.from(flags).filter((flag) => flag === 1).length
}
