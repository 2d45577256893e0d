/** Zeroed memory of the kind that a column lies in: shared between threads where the column is. */
export function memoryLike(column: { readonly buffer: ArrayBufferLike }, bytes: number): ArrayBufferLike {
  const Memory = column.buffer.constructor as new (bytes: number) => ArrayBufferLike
  return new Memory(bytes)
}
