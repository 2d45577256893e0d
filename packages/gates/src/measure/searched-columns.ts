/** No slice of a policy is named so. */
const prefix = 'discover:'

/** The name of the partition that a search cuts a column into. */
export function searchName(column: string): string {
  return `${prefix}${column}`
}

/** The column whose partition has this name; `null` for a partition that no search asked for. */
export function searchedColumn(partition: string): string | null {
  return partition.startsWith(prefix) ? partition.slice(prefix.length) : null
}
