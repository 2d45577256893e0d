import { type CategoryColumn, describeTable, type NumberColumn, readTable } from '@sluice/dataset'
import {
  type BinarySample,
  type ConfidentLabels,
  confidentBinaryLabels,
  confidentLabels,
  type MulticlassSample,
} from '@sluice/metrics'
import type { DatasetDefinition, Gate, Policy } from '@sluice/policy'
import { isAsked } from '../../calls/predictions.ts'
import { outputsOf } from '../../measure/columns.ts'
import { prepareData } from '../../measure/measure-data.ts'
import type { PreparedDataset } from '../../measure/prepare-dataset.ts'
import { readPolicyData } from '../../measure/read-policy-data.ts'

/** Golden rows whose label a model confidently contradicts. They are rows of the table: for its owners, not for evidence. */
export interface LabelSuspects {
  readonly dataset: string
  readonly model: string
  readonly rows: number
  readonly suspected: number
  /** The most doubtful first. */
  readonly most: readonly LabelSuspect[]
}

export interface LabelSuspect {
  /** In the table, from 1 on. */
  readonly row: number
  /** `null` where no column of ids is declared. */
  readonly id: string | number | null
  readonly label: string
  /** The class that the model is confident of. */
  readonly likely: string
  /** By how much its probability exceeds that of the label. */
  readonly margin: number
}

const measure = 'label_error_rate'
const mostNamed = 20

/**
 * Suspected label errors of each golden set (see `confidentLabels`), by the models whose `label_error_rate` a gate judges
 * there; without such a gate by the model of the policy's first gate whose predictions the golden set holds.
 *
 * @throws PolicyError as `measurePolicy`
 */
export async function suspectLabels(policy: Policy): Promise<LabelSuspects[]> {
  if (policy.task !== 'binary' && policy.task !== 'multiclass') return []
  const found: LabelSuspects[] = []
  for (const golden of policy.datasets.filter((dataset) => dataset.golden !== undefined)) {
    for (const model of await modelsFor(policy, golden)) found.push(await suspectsOf(policy, golden, model))
  }
  return found
}

async function modelsFor(policy: Policy, golden: DatasetDefinition): Promise<string[]> {
  const judged = policy.gates.filter((gate) => gate.metric.name === measure && gate.on.includes(golden.name))
  if (judged.length > 0) return [...new Set(judged.map(({ model }) => model))]
  const { columns } = await describeTable(golden.paths, golden.directory)
  const holds = (name: string | null) => columns.some((column) => column.name === name)
  if (!holds(golden.columns.label)) return []
  const known = policy.gates
    .map(({ model }) => policy.models.find(({ name }) => name === model))
    .find((model) => {
      if (model === undefined || isAsked(model)) return false
      if (policy.task === 'binary') return holds(model.score)
      const { probabilities } = model
      return typeof probabilities === 'string'
        ? columns.some(({ name }) => name.startsWith(probabilities.replace(/\*$/, '')))
        : probabilities !== null && Object.values(probabilities).every(holds)
    })
  return known === undefined ? [] : [known.name]
}

async function suspectsOf(whole: Policy, golden: DatasetDefinition, model: string): Promise<LabelSuspects> {
  const { variants: _, stress: __, ...rest } = whole
  const gate: Gate = { ...whole.gates[0]!, metric: { name: measure, options: {} }, model, on: [golden.name] }
  const policy: Policy = {
    ...rest,
    threshold: { kind: 'fixed', value: 0.5 },
    slices: [],
    gates: [{ ...gate, versus: null, slices: [] }],
  }
  const { datasets } = prepareData(policy, await readPolicyData(policy))
  const prepared = datasets.find(({ name }) => name === golden.name)!
  const { likely, margins, suspected, rowOf } = confident(policy, prepared, model)
  const places = [...suspected.keys()].filter((place) => suspected[place] === 1)
  const most = places.toSorted((a, b) => margins[b]! - margins[a]! || rowOf(a) - rowOf(b)).slice(0, mostNamed)
  const named = await rowNames(golden)
  const classOf = classNames(policy, prepared, model, named.labels)
  return {
    dataset: golden.name,
    model,
    rows: suspected.length,
    suspected: places.length,
    most: most.map((place) => ({
      row: rowOf(place) + 1,
      id: named.id(rowOf(place)),
      label: named.label(rowOf(place)),
      likely: classOf(likely[place]!),
      margin: margins[place]!,
    })),
  }
}

/** The samples of a binary task lie in the order of their scores. */
function confident(
  policy: Policy,
  { source }: PreparedDataset,
  model: string,
): ConfidentLabels & { rowOf: (place: number) => number } {
  if (policy.task !== 'binary')
    return { ...confidentLabels(source.all(model) as MulticlassSample), rowOf: (place) => place }
  const sample = source.all(model) as BinarySample
  return { ...confidentBinaryLabels(sample), rowOf: (place) => sample.rows?.[place] ?? place }
}

function classNames(policy: Policy, { data }: PreparedDataset, model: string, labels: readonly string[]) {
  if (policy.task !== 'binary') {
    const names = outputsOf(data.models.find(({ name }) => name === model)!, data.available, policy)
    return (index: number) => names[index]!.name
  }
  const { positive } = data.definition.columns
  const of = positive === null ? ['1', 'true'] : [String(positive)]
  return (index: number) => labels.find((label) => of.includes(label) === (index === 1)) ?? String(index)
}

async function rowNames({ paths, directory, columns: { id, label } }: DatasetDefinition) {
  const { columns } = await describeTable(paths, directory)
  const kind = columns.find(({ name }) => name === id)?.kind
  const as = kind === 'number' ? 'number' : 'category'
  const named = id === null || kind === undefined || id === label ? [] : [{ name: id, as } as const]
  const table = await readTable({ paths, directory, columns: [{ name: label!, as: 'category' }, ...named], slices: [] })
  const { codes, categories } = table.columns.get(label!) as CategoryColumn
  const ids = named.length === 0 ? null : (table.columns.get(id!) as CategoryColumn | NumberColumn)
  return {
    labels: categories.map(String),
    label: (row: number) => String(categories[codes[row]!]),
    id: (row: number): string | number | null => {
      if (ids === null) return null
      if (ids.kind === 'number') return Number.isNaN(ids.values[row]!) ? null : ids.values[row]!
      return ids.codes[row] === ids.missingCode ? null : String(ids.categories[ids.codes[row]!])
    },
  }
}
