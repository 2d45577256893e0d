import { join } from 'node:path'
import { folder, writeQuery } from '../support/tables.ts'

/**
 * 2 000 rows of production (amounts 0 … 1999, four regions in turn), a golden set of 60 of which the amounts are 0, 10, …,
 * 580 in two regions and one 1 999.5 that production does not know, and training rows of which 5 are golden ones and 3 nearly.
 */
export async function tables() {
  const directory = folder()
  const region = (i: string) => `['east', 'north', 'south', 'west'][1 + (${i}) % 4]`
  const golden = `SELECT i AS id, ${region('i % 2')} AS region,
    CASE WHEN i = 59 THEN 1999.5 ELSE i * 10.0 END AS amount, 'x' AS mixed, DATE '2026-01-01' AS day FROM range(60) t(i)`
  const queries = {
    production: `SELECT i AS id, ${region('i')} AS region, i::DOUBLE AS amount, 1 AS mixed, DATE '2026-01-01' AS day FROM range(2000) t(i)`,
    golden,
    train: `SELECT 1000 + id AS id, region, amount + CASE WHEN id < 5 THEN 0 ELSE 0.5 END AS amount, 'x' AS mixed, day
      FROM (${golden}) WHERE id < 8 UNION ALL SELECT 0, 'west', -500.0 - i, 'x', DATE '2026-01-01' FROM range(100) t(i)`,
    strange: `SELECT 1 AS other`,
  }
  for (const [name, query] of Object.entries(queries)) await writeQuery(join(directory, `${name}.parquet`), query)
  return {
    directory,
    source: (name: keyof typeof queries) => ({ name, paths: [`${name}.parquet`], directory }),
  }
}
