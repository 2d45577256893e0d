import type { Gate, Policy } from '@sluice/policy'
import type { DatasetEvidence, Evidence, FoundSliceEvidence, MeasurementEvidence, SearchEvidence } from '../evidence.ts'
import type { MeasurementVerdict } from '../verdict.ts'

/** A search that a gate depends on; `evidence` is `null` where it was measured before searches were kept. */
interface Search {
  readonly dataset: DatasetEvidence
  readonly partition: string
  readonly evidence: SearchEvidence | null
}

/** What is known of a slice's search. */
export interface Finding extends FoundSliceEvidence {
  /** Whether it was tested and measured on rows that the search did not see. */
  readonly keptBack: boolean
  /** Rows of the dataset that are missing for that. */
  readonly rowsNeeded: number | null
}

/** The finding that a measurement is of; `null` for any other slice, and where evidence does not say. */
export function findingOf(evidence: Evidence, { dataset, partition, slice }: MeasurementEvidence): Finding | null {
  const searches = evidence.datasets.find(({ name }) => name === dataset)?.searches
  const search = searches?.find((one) => one.partition === partition)
  const found = search?.found.find((one) => one.slice === slice)
  if (search === undefined || found === undefined) return null
  return { ...found, keptBack: search.keptBackRows > 0, rowsNeeded: search.rowsNeeded }
}

/**
 * An undecided answer for each search of a gate that could not run, because no slice had the rows that it asks for: nobody
 * knows then whether there is a bad one. So it is where evidence of before does not say whether an empty search ran.
 */
export function failedSearches(policy: Policy, gate: Gate, evidence: Evidence): MeasurementVerdict[] {
  return searchesOf(policy, gate, evidence).flatMap(({ dataset, partition, evidence: search }) => {
    const unknown = search === null && dataset.slices[partition]?.length === 0
    if (!unknown && search?.eligibleSlices !== 0) return []
    return [
      {
        slice: partition,
        status: 'inconclusive',
        value: null,
        lower: null,
        upper: null,
        level: gate.confidence,
        interval: null,
        n: search?.searchedRows ?? dataset.rows,
        positives: null,
        versus: gate.versus,
        pValue: null,
        adjustedPValue: null,
        rowsNeeded: search?.rowsNeeded ?? null,
        rowsNeededOf: 'dataset',
        reason: reasonOf(policy, dataset, partition, search),
      },
    ]
  })
}

/** How many slices were large enough for a gate's searches to find them. */
export function eligibleSlices(policy: Policy, gate: Gate, evidence: Evidence): number {
  return searchesOf(policy, gate, evidence).reduce((sum, search) => sum + (search.evidence?.eligibleSlices ?? 0), 0)
}

function searchesOf(policy: Policy, gate: Gate, evidence: Evidence): Search[] {
  const isSearch = (name: string) => policy.slices.find((slice) => slice.name === name)?.kind === 'discover'
  return gate.on.flatMap((name) => {
    const dataset = evidence.datasets.find((one) => one.name === name)
    if (dataset === undefined) return []
    return gate.slices.filter(isSearch).map((partition) => ({
      dataset,
      partition,
      evidence: dataset.searches?.find((search) => search.partition === partition) ?? null,
    }))
  })
}

function reasonOf(policy: Policy, dataset: DatasetEvidence, partition: string, search: SearchEvidence | null): string {
  if (search === null) return 'The evidence does not say whether any slice was large enough to be searched.'
  const definition = policy.slices.find((slice) => slice.name === partition)
  const least = definition?.kind === 'discover' ? definition.minRows : 0
  if (search.rowsNeeded === null)
    return `Nothing could be searched on '${dataset.name}': each of its columns has one value only.`
  return `Nothing could be searched on '${dataset.name}': none of ${search.evaluatedSlices} slices has ${least} rows (min_rows) of ${dataset.rows}; about ${search.rowsNeeded} more rows are needed.`
}
