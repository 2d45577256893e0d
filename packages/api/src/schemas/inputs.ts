import * as z from 'zod'

/** A name that people gave: any text that fits on a line of a screen or two. */
export const nameInput = z.string().min(1).max(300)
/** What a verdict says on one line: names of gates, and of slices, which a predicate can make long. */
export const lineInput = z.string().max(1000)

/** A SHA-256 in lower-case hexadecimal digits. */
export const hashInput = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')

/** Where a page of a list begins and how much it holds. */
export const pageInput = z.object({
  cursor: z.string().min(1).max(500).optional(),
  limit: z.int().min(1).max(200).optional(),
})
