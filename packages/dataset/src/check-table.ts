import { flattened, planFeeds } from './columns/feed-plan.ts'
import { usedColumns } from './columns/used-columns.ts'
import { DatasetError } from './dataset-error.ts'
import { explainEngineError } from './inputs/explain-engine-error.ts'
import { openSource, type Source } from './inputs/source.ts'
import { parseExpression } from './predicates/parse-predicate.ts'
import { PredicateError } from './predicates/predicate-error.ts'
import { resolveColumns } from './predicates/resolve-columns.ts'
import type { SliceRequest, TableRequest } from './table.ts'

/** What a table has, and everything that keeps a request from being read from it. */
export interface TableCheck {
  /** Empty where the table cannot be opened. */
  readonly columns: readonly string[]
  readonly faults: readonly DatasetError[]
}

/**
 * Checks each column and slice of a request by itself, where reading stops at the first that is wrong: every missing column,
 * type and predicate is said at once. Rows are not read, but for the texts of categories.
 */
export async function checkTable(
  request: Pick<TableRequest, 'paths' | 'directory' | 'columns' | 'slices'>,
): Promise<TableCheck> {
  let source: Source
  try {
    source = await openSource(request.paths, request.directory, usedColumns(request))
  } catch (error) {
    return { columns: [], faults: [explainEngineError(error, request.paths.join(', '))] }
  }
  try {
    const faults: DatasetError[] = []
    for (const column of request.columns) faults.push(...(await faultsOf(() => planFeeds(source, [column], []))))
    for (const slice of flattened(request.slices)) {
      const unknown = slice.kind === 'where' ? await unknownColumns(source, slice) : []
      faults.push(...(unknown.length > 0 ? unknown : await faultsOf(() => planFeeds(source, [], [slice]))))
    }
    return { columns: source.columns.map(({ name }) => name), faults }
  } finally {
    source.engine.close()
  }
}

async function faultsOf(step: () => Promise<unknown>): Promise<DatasetError[]> {
  try {
    await step()
    return []
  } catch (error) {
    if (error instanceof DatasetError) return [error]
    throw error
  }
}

/** A predicate may name several columns that are not there. */
async function unknownColumns(
  source: Source,
  { name, where }: Extract<SliceRequest, { kind: 'where' }>,
): Promise<DatasetError[]> {
  try {
    const { references } = await parseExpression(source.engine, where)
    const { unknown } = resolveColumns(
      references,
      source.columns.map((column) => column.name),
    )
    return unknown.map((error) => new PredicateError({ ...error, message: error.message, slice: name }))
  } catch (error) {
    if (error instanceof PredicateError) return []
    throw error
  }
}
