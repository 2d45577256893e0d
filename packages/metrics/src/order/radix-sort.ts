import { recordWords } from './score-key.ts'

/** Digits of 11, 11 and 10 bits: 2 048 write streams fit the caches, and three passes cover a word. */
const digitShifts = [0, 11, 22] as const
const digitSize = 2048

/** Runs of equal high words up to this long are finished by insertion. */
const insertionLength = 32

/**
 * Sorts records by their first two words, stably; `scratch` is as long as they are, and returned where the result ends up
 * in it.
 *
 * Least-significant-digit radix sort of the high word, then of the low word within the runs that the high word leaves
 * tied and out of order. Digits that are the same in all records cost no pass.
 */
export function sortRecords(records: Int32Array, scratch: Int32Array): Int32Array {
  const count = records.length / recordWords
  if (count <= insertionLength) {
    insertionSort(records, 0, count)
    return records
  }
  const sorted = radixSort(records, scratch, 0)
  finishRuns(sorted, sorted === records ? scratch : records, count)
  return sorted
}

/** Sorts by the low word what the high word leaves tied. */
function finishRuns(records: Int32Array, spare: Int32Array, count: number): void {
  for (let position = 1; position < count; position++) {
    const at = position * recordWords
    const high = records[at]
    if (high !== records[at - recordWords] || !isLess(records[at + 1], records[at + 1 - recordWords])) continue
    position = finishRun(records, spare, count, position)
  }
}

/** Sorts the run of equal high words that a position is in; returns where the next one begins. Seldom needed, so apart. */
function finishRun(records: Int32Array, spare: Int32Array, count: number, position: number): number {
  const high = records[position * recordWords]
  let from = position - 1
  while (from > 0 && records[(from - 1) * recordWords] === high) from--
  let to = position + 1
  while (to < count && records[to * recordWords] === high) to++
  if (to - from <= insertionLength) insertionSort(records, from, to)
  else {
    const run = records.subarray(from * recordWords, to * recordWords)
    const sorted = radixSort(run, spare.subarray(0, run.length), 1)
    if (sorted !== run) run.set(sorted)
  }
  return to
}

/** Sorts by one word; returns whichever of the two buffers holds the result. */
function radixSort(records: Int32Array, scratch: Int32Array, word: 0 | 1): Int32Array {
  const counts = countDigits(records, word)
  let source = records
  let target = scratch
  for (const [digit, shift] of digitShifts.entries()) {
    const starts = counts.subarray(digit * digitSize, (digit + 1) * digitSize)
    if (starts[(source[word] >>> shift) & (digitSize - 1)] * recordWords === source.length) continue
    exclusivePrefixSum(starts)
    scatter(source, target, starts, shift, word)
    const sorted = target
    target = source
    source = sorted
  }
  return source
}

function countDigits(records: Int32Array, word: 0 | 1): Uint32Array {
  const counts = new Uint32Array(3 * digitSize)
  const mask = digitSize - 1
  for (let at: number = word; at < records.length; at += recordWords) {
    const key = records[at]
    counts[key & mask]++
    counts[digitSize + ((key >>> 11) & mask)]++
    counts[2 * digitSize + (key >>> 22)]++
  }
  return counts
}

function exclusivePrefixSum(counts: Uint32Array): void {
  let total = 0
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index]
    counts[index] = total
    total += count
  }
}

function scatter(source: Int32Array, target: Int32Array, starts: Uint32Array, shift: number, word: number): void {
  for (let at = 0; at < source.length; at += recordWords) {
    const to = recordWords * starts[(source[at + word] >>> shift) & (digitSize - 1)]++
    target[to] = source[at]
    target[to + 1] = source[at + 1]
    target[to + 2] = source[at + 2]
  }
}

function insertionSort(records: Int32Array, from: number, to: number): void {
  const first = from * recordWords
  for (let at = first + recordWords; at < to * recordWords; at += recordWords) {
    const high = records[at]
    const low = records[at + 1]
    const payload = records[at + 2]
    let hole = at
    while (hole > first && isBefore(high, low, records, hole - recordWords)) {
      records[hole] = records[hole - 3]
      records[hole + 1] = records[hole - 2]
      records[hole + 2] = records[hole - 1]
      hole -= recordWords
    }
    records[hole] = high
    records[hole + 1] = low
    records[hole + 2] = payload
  }
}

function isBefore(high: number, low: number, records: Int32Array, at: number): boolean {
  return isLess(high, records[at]) || (high === records[at] && isLess(low, records[at + 1]))
}

/** Signed words compared as the unsigned ones that they stand for. */
function isLess(a: number, b: number): boolean {
  return (a ^ 0x80000000) < (b ^ 0x80000000)
}
