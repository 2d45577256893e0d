/** Memory that worker threads read without a copy. */
export function sharedBytes(length: number): SharedArrayBuffer {
  return new SharedArrayBuffer(length)
}
