import type { CategoryColumn } from '../table.ts'
import { ColumnBuffer } from './column-buffer.ts'
import { sharedBytes } from './shared-bytes.ts'

const missing = 0xffff_ffff

/** Codes texts densely in order of first appearance, however many there are, and keeps each of them once. */
export class TextSink {
  readonly #buffer: ColumnBuffer<Uint32Array>
  readonly #codeOf = new Map<string, number>()
  #missing = 0
  #codes: Uint32Array | null = null
  constructor(rows: number | null) {
    this.#buffer = new ColumnBuffer((length) => new Uint32Array(sharedBytes(4 * length)), rows)
  }

  /** Takes the next texts, `null` where missing; `offset` rows came before. */
  append(texts: readonly (string | null)[], offset: number): void {
    this.#buffer.reserve(offset + texts.length)
    const codes = this.#buffer.values
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i]
      if (text === null) {
        codes[offset + i] = missing
        this.#missing++
        continue
      }
      const known = this.#codeOf.get(text)
      codes[offset + i] = known ?? this.#codeOf.size
      if (known === undefined) this.#codeOf.set(text, this.#codeOf.size)
    }
  }

  /** Called once, after the last chunk. */
  finish(rows: number): void {
    this.#codes = this.#buffer.trimmed(rows)
  }

  column(name: string): CategoryColumn {
    return {
      kind: 'category',
      name,
      codes: this.#codes!,
      categories: [...this.#codeOf.keys()],
      missingCode: missing,
      missing: this.#missing,
      distinct: this.#codeOf.size,
    }
  }
}
