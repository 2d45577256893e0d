import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const compress = promisify(gzip)
const expand = promisify(gunzip)

export interface PackedJson {
  readonly length: number
  readonly body: Uint8Array
}

/** Level 5: on real evidence level 9 takes almost thrice as long for 2 % less, and level 1 half as long for 12 % more. */
export async function packJson(json: string): Promise<PackedJson> {
  const text = Buffer.from(json)
  return { length: text.length, body: await compress(text, { level: 5 }) }
}

/** What the text given to `packJson` says: rows are written by nothing else. */
export async function unpackJson<Value>(body: Uint8Array): Promise<Value> {
  return JSON.parse((await expand(body)).toString())
}
