/** One table of a flatbuffer, which is what Arrow writes its metadata as. Reading past the bytes is a RangeError. */
export class FlatTable {
  readonly #view: DataView
  readonly #start: number
  readonly #fields: number
  readonly #size: number
  constructor(view: DataView, offset: number) {
    this.#view = view
    this.#start = offset + view.getUint32(offset, true)
    this.#fields = this.#start - view.getInt32(this.#start, true)
    this.#size = view.getUint16(this.#fields, true)
  }

  static root(bytes: Uint8Array): FlatTable {
    return new FlatTable(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0)
  }

  flag(field: number): boolean {
    return this.byte(field, 0) !== 0
  }

  byte(field: number, fallback: number): number {
    const at = this.#at(field)
    return at === null ? fallback : this.#view.getUint8(at)
  }

  short(field: number, fallback: number): number {
    const at = this.#at(field)
    return at === null ? fallback : this.#view.getInt16(at, true)
  }

  int(field: number, fallback: number): number {
    const at = this.#at(field)
    return at === null ? fallback : this.#view.getInt32(at, true)
  }

  long(field: number): bigint {
    const at = this.#at(field)
    return at === null ? 0n : this.#view.getBigInt64(at, true)
  }

  /** A 64-bit number that counts something. */
  size(field: number): number {
    return asSize(this.long(field))
  }

  text(field: number): string | null {
    const vector = this.#vector(field, 1)
    return vector === null
      ? null
      : Buffer.from(this.#view.buffer, this.#view.byteOffset + vector.first, vector.length).toString()
  }

  table(field: number): FlatTable | null {
    const at = this.#at(field)
    return at === null ? null : new FlatTable(this.#view, at)
  }

  tables(field: number): FlatTable[] {
    return this.#each(field, 4, (at) => new FlatTable(this.#view, at))
  }

  /** A vector of structs, each as its 64-bit words; of longs, with one word each. */
  words(field: number, words: number): bigint[][] {
    return this.#each(field, 8 * words, (at) =>
      Array.from({ length: words }, (_, i) => this.#view.getBigInt64(at + 8 * i, true)),
    )
  }

  #each<Item>(field: number, width: number, read: (at: number) => Item): Item[] {
    const vector = this.#vector(field, width)
    return vector === null ? [] : Array.from({ length: vector.length }, (_, i) => read(vector.first + width * i))
  }

  /** The length is checked before anything is made of that length. */
  #vector(field: number, width: number): { readonly first: number; readonly length: number } | null {
    const at = this.#at(field)
    if (at === null) return null
    const start = at + this.#view.getUint32(at, true)
    const length = this.#view.getUint32(start, true)
    if (start + 4 + width * length > this.#view.byteLength) throw new RangeError('a vector is longer than its buffer')
    return { first: start + 4, length }
  }

  #at(field: number): number | null {
    const slot = 4 + 2 * field
    const relative = slot < this.#size ? this.#view.getUint16(this.#fields + slot, true) : 0
    return relative === 0 ? null : this.#start + relative
  }
}

export function asSize(value: bigint): number {
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('a size is negative or too large')
  return Number(value)
}
