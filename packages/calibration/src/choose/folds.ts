import { createRandom, type Seed } from '@sluice/stats'

/** What folds are drawn from. */
export interface FoldRows {
  readonly labels: ArrayLike<number>
  readonly clusters?: Uint32Array | undefined
}

/**
 * The fold of each position, 0 … folds − 1: rows are shuffled within their class and dealt out in turn, so that every fold
 * has about its share of each class. With clusters whole clusters are dealt instead, so that no dependent rows stand on
 * both sides.
 *
 * @param seed equal seeds give equal folds
 */
export function stratifiedFolds({ labels, clusters }: FoldRows, folds: number, seed: Seed): Uint8Array {
  const random = createRandom(seed)
  const foldOf = new Uint8Array(labels.length)
  if (clusters !== undefined) {
    const ids = random.shuffle([...new Set(clusters)])
    const turn = new Map(ids.map((id, i) => [id, i % folds]))
    for (let i = 0; i < foldOf.length; i++) foldOf[i] = turn.get(clusters[i])!
    return foldOf
  }
  const byClass = new Map<number, number[]>()
  for (let i = 0; i < labels.length; i++) {
    const members = byClass.get(labels[i])
    if (members === undefined) byClass.set(labels[i], [i])
    else members.push(i)
  }
  let dealt = 0
  for (const label of [...byClass.keys()].sort((a, b) => a - b)) {
    for (const position of random.shuffle(byClass.get(label)!)) foldOf[position] = dealt++ % folds
  }
  return foldOf
}
