import {
  type ColumnRequest,
  checkTable,
  DatasetError,
  describeTable,
  PredicateError,
  parsePredicate,
} from '@sluice/dataset'
import { type Policy, PolicyError, type Problem } from '@sluice/policy'
import { isAsked } from '../calls/predictions.ts'
import { columnRequests, namesByPrefix, sliceRequest } from './columns.ts'
import type { DatasetNeeds } from './dataset-needs.ts'
import { discoveryRequests } from './discovery.ts'
import { problemAt, problemsOf } from './input-error.ts'

/** A dataset that could not be read, and what was said then. */
export interface FailedRead {
  readonly needs: DatasetNeeds
  readonly reason: unknown
}

/**
 * Everything that is wrong with the tables of a policy, where reading stopped at the first mistake of each: every column of a
 * role or a model, every slice, searched column and predicate is held against its table.
 *
 * @param needs what is wanted of each dataset that measuring reads
 * @returns by the policy's lines
 * @throws what a read failed with where it is no mistake of the policy or its data
 */
export async function tableProblems(
  policy: Policy,
  needs: readonly DatasetNeeds[],
  failed: readonly FailedRead[],
): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const { reason } of failed) {
    if (reason instanceof PolicyError) problems.push(...reason.problems)
    else if (!(reason instanceof DatasetError)) throw reason
  }
  for (const one of needs) {
    const found = await problemsOfTable(policy, one)
    // What only the rows show (a text in row 30 000, a cast that fails) is known from the read itself.
    const reason = failed.find(({ needs: failing }) => failing === one)?.reason
    if (found.length === 0 && reason instanceof DatasetError) found.push(...problemsOf(policy, one.definition, reason))
    problems.push(...found)
  }
  return problems
}

async function problemsOfTable(policy: Policy, needs: DatasetNeeds): Promise<Problem[]> {
  const { definition, slices } = needs
  const { paths, directory } = definition
  const { columns, problems } = await columnsOf(policy, needs)
  const requests = slices.flatMap((slice) => sliceRequest(slice, policy.slices) ?? [])
  const searched = discoveryRequests(slices, { columns: [] })
  const { faults } = await checkTable({ paths, directory, columns, slices: [...requests, ...searched] })
  return [...problems, ...faults.flatMap((fault) => problemsOf(policy, definition, fault))]
}

/** The columns that are read of a dataset, and what is wrong with models that do not say theirs. */
async function columnsOf(
  policy: Policy,
  { definition, models }: DatasetNeeds,
): Promise<{ readonly columns: readonly ColumnRequest[]; readonly problems: readonly Problem[] }> {
  const { paths, directory } = definition
  const described = namesByPrefix(policy, definition) ? await describeTable(paths, directory).catch(() => null) : null
  const available = described?.columns.map(({ name }) => name) ?? []
  const columns = new Map<string, ColumnRequest>()
  const problems: Problem[] = []
  const add = (own: DatasetNeeds['models']) => {
    for (const request of columnRequests(policy, definition, own, available))
      columns.set(`${request.name} as ${request.as}`, request)
  }
  add([])
  for (const model of models.filter((one) => !isAsked(one))) {
    // Where the table cannot be opened, that no column begins with a prefix is not what is wrong.
    if (typeof model.probabilities === 'string' && described === null) continue
    try {
      add([model])
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
      problems.push(...error.problems)
    }
  }
  return { columns: [...columns.values()], problems }
}

/**
 * What is wrong with predicates whatever table they are of: a subquery, a function that is not allowed, more than one
 * expression. Needs no data.
 *
 * @param which whether to look at the slice of a name; all where absent
 */
export async function predicateProblems(policy: Policy, which?: (slice: string) => boolean): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const [index, slice] of policy.slices.entries()) {
    if (slice.kind !== 'where' || which?.(slice.name) === false) continue
    try {
      await parsePredicate(slice.where)
    } catch (error) {
      if (!(error instanceof PredicateError)) throw error
      const path = `slices[${index}].where`
      problems.push(problemAt(policy.places?.get(path) ?? { ...slice.location, path }, error))
    }
  }
  return problems
}
