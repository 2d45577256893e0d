/** What lint may know of the data: how many rows there are, and how many of them are positive. */
export interface DataProfile {
  /** By the name of the dataset. */
  readonly datasets: Readonly<Record<string, DatasetProfile>>
}

export interface Counts {
  readonly rows: number
  /** Rows of the positive class; `null` where the task has none. */
  readonly positives: number | null
}

export interface DatasetProfile extends Counts {
  /** By the name of the slice definition: the slices it cuts, as reports name them. */
  readonly slices: Readonly<Record<string, readonly SliceProfile[]>>
  /** By the name of the slice definition: rows that are in none of its slices. */
  readonly outside?: Readonly<Record<string, number>>
}

export interface SliceProfile extends Counts {
  /** `sex=2`, `age=[21, 28)`. */
  readonly slice: string
}
