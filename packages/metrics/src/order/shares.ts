import { memoryLike } from './memory.ts'

/** Work in numbered shares, each done by whichever thread takes it. */
export interface Shares {
  readonly count: number
  /** How many have been taken, and how many are done; in shared memory where several threads are to see it. */
  readonly state: Int32Array
}

/** So many shares that nobody has taken yet, in the kind of memory that `column` lies in. */
export function sharesOf(count: number, column: { readonly buffer: ArrayBufferLike }): Shares {
  return { count, state: new Int32Array(memoryLike(column, 8)) }
}

/** Takes shares until none is left. Others may still be at theirs then. */
export function takeShares({ count, state }: Shares, visit: (share: number) => void): void {
  for (let share = Atomics.add(state, 0, 1); share < count; share = Atomics.add(state, 0, 1)) {
    try {
      visit(share)
    } finally {
      // Also where it failed: nobody is to wait for ever.
      Atomics.add(state, 1, 1)
      Atomics.notify(state, 1)
    }
  }
}

/** Blocks this thread until the shares that others took are done too. */
export function awaitShares({ count, state }: Shares): void {
  for (let done = Atomics.load(state, 1); done < count; done = Atomics.load(state, 1)) Atomics.wait(state, 1, done)
}
