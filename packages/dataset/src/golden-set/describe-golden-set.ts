import { DatasetError } from '../dataset-error.ts'
import type { InputFile, SliceRequest } from '../table.ts'
import { type FeatureCoverage, featureCoverage } from './feature-coverage.ts'
import { type FoundRows, leakedRows, repeatedBeyondChance } from './found-rows.ts'
import { featureScales, type MatchOptions, matchOptions } from './row-matches.ts'
import { type FeatureChoice, type NamedSource, readSharedFeatures } from './shared-features.ts'
import { compareSlices, type SliceCoverage } from './slice-coverage.ts'

export interface DescribeGoldenSetOptions extends FeatureChoice {
  /** Tables that must hold none of its rows, such as what the model was trained on. */
  readonly apartFrom?: readonly NamedSource[]
  /** Slice definitions to count in both tables; none by `windows`. */
  readonly slices?: readonly SliceRequest[]
  /** Weights of the golden rows. */
  readonly weights?: Float64Array | undefined
  readonly seed: number | string
}

/** What a golden set is like beside the production data that it stands for. */
export interface GoldenSetDescription {
  readonly rows: number
  readonly productionRows: number
  readonly features: readonly FeatureCoverage[]
  readonly slices: readonly SliceCoverage[]
  /** Rows that repeat an earlier golden row. */
  repeats(options?: MatchOptions): FoundRows
  /** Rows that occur in a table to be kept apart from; `null` where none is named. */
  leaks(options?: MatchOptions): FoundRows | null
  readonly notes: readonly string[]
  /** What was read: by the name of the source. */
  readonly inputs: ReadonlyMap<string, readonly InputFile[]>
  /** Rows of a source, by its name; `null` for one that was not read. */
  rowsOf(source: string): number | null
}

/**
 * Describes a golden set: how much of every feature's distribution and of every slice it covers, and which of its rows are
 * doubled or known from elsewhere. Reads each table once for features and once for slices.
 *
 * @throws DatasetError where a table lacks a feature, or they share none, or no golden row has any value of production
 */
export async function describeGoldenSet(
  golden: NamedSource,
  production: NamedSource,
  options: DescribeGoldenSetOptions,
): Promise<GoldenSetDescription> {
  const { apartFrom = [], slices = [], weights, seed } = options
  const shared = await readSharedFeatures([production, golden, ...apartFrom], options)
  const [theirs, ours, ...others] = shared.tables
  const comparison = {
    features: shared.features,
    scales: featureScales(shared.features, theirs),
    seed: `${seed} texts`,
  }
  const features = shared.features.flatMap((feature, f) =>
    feature.kind === 'text'
      ? []
      : featureCoverage(feature, theirs.columns[f], ours.columns[f], { weights, seed: `${seed} ${feature.name}` }),
  )
  if (features.length > 0 && features.every(({ coverage }) => coverage === 0))
    throw noOverlap(golden, production, features)
  const compared = slices.length === 0 ? null : await compareSlices(golden, production, slices, weights)
  const sources = [production, golden, ...apartFrom]
  return {
    rows: ours.rows,
    productionRows: theirs.rows,
    features,
    slices: compared?.slices ?? [],
    repeats: onceFor((match) => repeatedBeyondChance(ours, theirs, comparison, match)),
    leaks: onceFor((match) => (others.length === 0 ? null : leakedRows(ours, others, theirs, comparison, match))),
    notes: [...shared.notes, ...(compared?.notes ?? [])],
    inputs: new Map(sources.map(({ name }, t) => [name, shared.tables[t].inputs])),
    rowsOf: (source) => shared.tables[sources.findIndex(({ name }) => name === source)]?.rows ?? null,
  }
}

function noOverlap(golden: NamedSource, production: NamedSource, features: readonly FeatureCoverage[]): DatasetError {
  const names = features.map(({ feature }) => feature).join(', ')
  return new DatasetError({
    code: 'no-overlap',
    path: golden.paths.join(', '),
    message: `No row of '${golden.name}' has a value that '${production.name}' knows, in any of ${names}.`,
    hint: `Check that both tables write these columns alike (units, codes, letter case), and that '${production.name}' is what '${golden.name}' represents.`,
  })
}

/** Gates and pages ask for the same matches, which take their time. */
function onceFor<Matches>(find: (match: MatchOptions) => Matches): (match?: MatchOptions) => Matches {
  const found = new Map<string, Matches>()
  return (match) => {
    const options = matchOptions(match)
    const key = JSON.stringify(options)
    if (!found.has(key)) found.set(key, find(options))
    return found.get(key)!
  }
}
