import {
  type CategoryColumn,
  type ColumnRequest,
  describeGoldenSet,
  describeTable,
  type GoldenSetDescription,
  inclusionColumn,
  type NamedSource,
  type NumberColumn,
  readTable,
  type SliceRequest,
  type Table,
  weightColumn,
} from '@sluice/dataset'
import type { DatasetDefinition, GoldenDefinition, ModelDefinition, Policy } from '@sluice/policy'
import { sliceRequest } from '../../measure/columns.ts'
import { groups, weights } from '../../measure/columns-of.ts'
import { atPolicyLine } from '../../measure/input-error.ts'
import { refuseUnknownAnnotations, refuseUnknownLabels } from './label-check.ts'

/** A golden set as it was read: everything that its measures need. */
export interface GoldenSet {
  readonly definition: DatasetDefinition
  readonly golden: GoldenDefinition
  readonly table: Table
  readonly weights: Float64Array | undefined
  readonly annotators: readonly CategoryColumn[]
  /** 1 where an expert has checked the row; `null` where nothing says so. */
  readonly reviewed: Float64Array | null
  /** Milliseconds since 1970 of each label; `null` where no column holds them. */
  readonly labelled: Float64Array | null
  readonly clusters: Uint32Array | undefined
  /** Beside what it represents; `null` where the policy does not say what. */
  readonly description: GoldenSetDescription | null
}

/**
 * Reads a golden set and the tables that it is held against.
 *
 * @throws PolicyError at the golden set's line for files and columns that are not there, features that the tables do not
 *   share, and labels that what it represents does not know
 */
export async function readGoldenSet(
  policy: Policy,
  definition: DatasetDefinition,
  golden: GoldenDefinition,
): Promise<GoldenSet> {
  return atPolicyLine(policy, definition, async () => {
    const { paths, directory, columns } = definition
    const table = await readTable({ paths, directory, columns: requests(definition, golden), slices: [] })
    const number = (name: string | null) => (name === null ? null : (table.columns.get(name) as NumberColumn).values)
    const weight = columns.weight === null ? undefined : weights(table, columns.weight, definition)
    const dated = golden.labelledAt !== null && 'column' in golden.labelledAt ? golden.labelledAt.column : null
    const annotators = golden.annotators.map((name) => table.columns.get(name) as CategoryColumn)
    await refuseUnknownLabels(policy, definition, besides(policy, golden))
    await refuseUnknownAnnotations(policy, definition, besides(policy, golden), annotators)
    return {
      definition,
      golden,
      table,
      weights: weight,
      annotators,
      reviewed: number(golden.reviewed),
      labelled: number(dated),
      clusters: columns.group === null ? undefined : groups(table, columns.group, definition),
      description: await described(policy, definition, golden, weight),
    }
  })
}

function requests({ columns }: DatasetDefinition, golden: GoldenDefinition): ColumnRequest[] {
  const dated = golden.labelledAt !== null && 'column' in golden.labelledAt ? [golden.labelledAt.column] : []
  const numbers = [columns.weight, golden.reviewed, ...dated].filter((name) => name !== null)
  return [
    ...[...new Set(numbers)].map((name) => ({ name, as: 'number' as const })),
    ...golden.annotators.map((name) => ({ name, as: 'category' as const })),
    ...(columns.group === null ? [] : [{ name: columns.group, as: 'key' as const }]),
  ]
}

/** The datasets that a golden set is held against, what it represents first. */
function besides(policy: Policy, { represents, apartFrom }: GoldenDefinition): DatasetDefinition[] {
  const names = represents === null ? apartFrom : [represents, ...apartFrom]
  return names.map((name) => policy.datasets.find((dataset) => dataset.name === name)!)
}

async function described(
  policy: Policy,
  definition: DatasetDefinition,
  golden: GoldenDefinition,
  weight: Float64Array | undefined,
): Promise<GoldenSetDescription | null> {
  if (golden.represents === null) return null
  const [production, ...apart] = besides(policy, golden).map(sourceOf)
  return describeGoldenSet(sourceOf(definition), production!, {
    ...(golden.features === null ? {} : { features: golden.features }),
    texts: golden.text,
    except: await rolesOf(policy, definition, golden),
    apartFrom: apart,
    slices: sliceRequests(policy),
    weights: weight,
    seed: policy.sha256,
  })
}

function sourceOf({ name, paths, directory }: DatasetDefinition): NamedSource {
  return { name, paths, directory }
}

/** The slices that mean the same in every table; a discovered one needs a model's errors. */
function sliceRequests(policy: Policy): SliceRequest[] {
  const discovered = new Set(policy.slices.filter(({ kind }) => kind === 'discover').map(({ name }) => name))
  return policy.slices.flatMap((slice) => {
    if (slice.kind === 'cross' && slice.cross.some((part) => discovered.has(part))) return []
    return sliceRequest(slice, policy.slices) ?? []
  })
}

/** Columns that play a role, and so are no features. */
async function rolesOf(policy: Policy, definition: DatasetDefinition, golden: GoldenDefinition): Promise<string[]> {
  const { id, label, labels, timestamp, weight, group, query } = definition.columns
  const { annotators, reviewed, labelledAt } = golden
  const named = [id, label, timestamp, weight, group, query, reviewed, ...(labels ?? []), ...annotators]
  const dated = labelledAt !== null && 'column' in labelledAt ? [labelledAt.column] : []
  const all = [...named, ...dated, ...policy.models.flatMap(predictionColumns), inclusionColumn, weightColumn]
  const written = all.filter((name) => name !== null)
  const prefixes = written.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))
  if (prefixes.length === 0) return written
  const { columns } = await describeTable(definition.paths, definition.directory)
  const prefixed = columns.map(({ name }) => name).filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
  return [...written, ...prefixed]
}

function predictionColumns({ score, prediction, probabilities, quantiles }: ModelDefinition): (string | null)[] {
  const classes = typeof probabilities === 'string' ? [probabilities] : Object.values(probabilities ?? {})
  return [score, prediction, ...classes, ...Object.values(quantiles ?? {})]
}
