import type { Family } from '@sluice/calibration'
import { drawStratifiedSample } from '@sluice/stats'

/** Rows of a sample, and where each stands in the table. */
export interface DrawnSample<Sample> {
  readonly sample: Sample
  /** The table's row of each position. */
  readonly tableRows: Uint32Array
}

interface Rows {
  readonly labels: ArrayLike<number>
  /** Absent where position and row are the same. */
  readonly rows?: Uint32Array | undefined
}

/** At most so many rows of a sample, every subset equally likely, in the sample's order; all where there are no more. */
export function drawSample<Sample extends Rows>(
  family: Family<Sample>,
  sample: Sample,
  most: number,
  seed: number,
): DrawnSample<Sample> {
  const length = sample.labels.length
  const rowAt = (position: number) => sample.rows?.[position] ?? position
  if (length <= most) return { sample, tableRows: Uint32Array.from({ length }, (_, at) => rowAt(at)) }
  const { rows: positions } = drawStratifiedSample(new Uint8Array(length), [most], seed)
  const drawn = new Uint8Array(length)
  for (const position of positions) drawn[position] = 1
  return { sample: family.subset(sample, (at) => drawn[at] === 1), tableRows: positions.map(rowAt) }
}
