/** Rows that are counted together. */
const blockRows = 64

/** The number of positives before any position: one count a block, and what is left of the block one by one. */
export function runningPositives(labels: Uint8Array): (position: number) => number {
  const counts = new Uint32Array(Math.floor(labels.length / blockRows) + 1)
  for (let block = 1; block < counts.length; block++) {
    counts[block] = counts[block - 1] + positivesIn(labels, (block - 1) * blockRows, block * blockRows)
  }
  return (position) => {
    const block = Math.floor(position / blockRows)
    return counts[block] + positivesIn(labels, block * blockRows, position)
  }
}

function positivesIn(labels: Uint8Array, from: number, to: number): number {
  let positives = 0
  for (let i = from; i < to; i++) positives += labels[i]
  return positives
}
