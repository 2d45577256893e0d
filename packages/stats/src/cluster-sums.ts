/**
 * Adds up values by cluster.
 *
 * @param clusters one id a row; any numbers, equal ones belong together
 * @returns one total a cluster that occurs, in order of first occurrence
 * @throws {RangeError} where the lengths differ or an id is NaN
 */
export function clusterSums(values: ArrayLike<number>, clusters: ArrayLike<number>): Float64Array {
  const { codes, count } = clusterCodes(clusters, values.length)
  const sums = new Float64Array(count)
  for (let i = 0; i < values.length; i++) sums[codes[i]!]! += values[i]!
  return sums
}

/** Cluster ids as codes 0 … count − 1, in order of first occurrence. */
export interface ClusterCodes {
  readonly codes: Uint32Array
  readonly count: number
}

/**
 * Numbers the clusters.
 *
 * @throws {RangeError} where there is not one id a row, or an id is NaN
 */
export function clusterCodes(clusters: ArrayLike<number>, rows: number): ClusterCodes {
  if (clusters.length !== rows) {
    throw new RangeError(`${clusters.length} cluster ids for ${rows} rows; give one id a row`)
  }
  return dense(clusters, rows) ?? sparse(clusters, rows)
}

/** Ids that are small whole numbers are looked up in an array: at ten million rows a map takes many times as long. */
function dense(clusters: ArrayLike<number>, rows: number): ClusterCodes | null {
  let highest = 0
  for (let i = 0; i < rows; i++) {
    const id = clusters[i]!
    if (!(id >= 0 && Number.isInteger(id))) return null
    if (id > highest) highest = id
  }
  if (highest > 4 * rows + 1024) return null
  const codes = new Uint32Array(rows)
  const codeAfter = new Uint32Array(highest + 1)
  let count = 0
  for (let i = 0; i < rows; i++) {
    const id = clusters[i]!
    if (codeAfter[id] === 0) codeAfter[id] = ++count
    codes[i] = codeAfter[id]! - 1
  }
  return { codes, count }
}

function sparse(clusters: ArrayLike<number>, rows: number): ClusterCodes {
  const codes = new Uint32Array(rows)
  const seen = new Map<number, number>()
  for (let i = 0; i < rows; i++) {
    const id = clusters[i]!
    if (Number.isNaN(id))
      throw new RangeError(`The cluster id of row ${i} is NaN; give rows without a cluster an id of their own`)
    let code = seen.get(id)
    if (code === undefined) {
      code = seen.size
      seen.set(id, code)
    }
    codes[i] = code
  }
  return { codes, count: seen.size }
}
