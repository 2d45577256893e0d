import * as z from 'zod'
import type { Page } from './records.ts'
import { StoreError } from './store-error.ts'

/** What a list may be asked for. */
export interface PageRequest {
  readonly cursor?: string | undefined
  /** From 1 to 200, default 50; anything outside is brought inside. */
  readonly limit?: number | undefined
}

const moment = z.tuple([z.iso.datetime({ precision: 3 }), z.string()])
const key = z.string()
const place = z.number().int().positive()
const ending = z.tuple([z.iso.date(), z.string(), z.number().int().min(0)])
const pushed = z.tuple([z.iso.datetime({ precision: 3 }), place])

export function pageLimit(limit: number | undefined, most = 200): number {
  return Math.min(Math.max(Math.trunc(limit ?? 50) || 1, 1), most)
}

/** The last row's moment and id; `null` for the first page. */
export const momentCursor = cursorOf(moment, 'm')
/** The last row's day, model and place in the policy. */
export const waiverCursor = cursorOf(ending, 'w')
/** The last row's `(created_at, number)`. */
export const pushCursor = cursorOf(pushed, 'p')
/** The last row's name. */
export const keyCursor = cursorOf(key, 'k')
/** The last row's sequence number. */
export const sequenceCursor = cursorOf(place, 's')

/**
 * Makes a page of one row more than it shows: the row that says whether there is a next page.
 *
 * @param rows at most `limit + 1`
 * @param cursor of the last row shown
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), nextCursor: rows.length > limit && last !== undefined ? cursor(last) : null }
}

function cursorOf<Position>(position: z.ZodType<Position>, kind: string) {
  return {
    write: (at: Position): string => Buffer.from(JSON.stringify([kind, at])).toString('base64url'),
    /** @throws StoreError `invalid_cursor` */
    read(cursor: string | undefined): Position | null {
      if (cursor === undefined) return null
      const read = z.tuple([z.literal(kind), position]).safeParse(parseJson(cursor))
      if (read.success) return read.data[1]
      throw new StoreError(
        'invalid_cursor',
        `The cursor ${JSON.stringify(cursor.slice(0, 80))} is not one that this list gave. Use the nextCursor of its last page, or leave it out to start from the beginning.`,
      )
    },
  }
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}
