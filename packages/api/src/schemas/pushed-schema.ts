import type { Evidence } from '@sluice/gates'
import type { PushedEvaluation } from '@sluice/store'
import * as z from 'zod'
import { evidenceShape } from './shapes.ts'
import { verdictSchema } from './verdict-schema.ts'

/** Addresses become links in the console: only those that a browser may follow without running something. */
const address = z
  .url({ protocol: /^https?$/, error: 'expected an address that begins with https:// or http://' })
  .max(2000)

const origin = z.object({
  commit: z.string().max(200).optional(),
  branch: z.string().max(500).optional(),
  pullRequest: z
    .union([z.string().regex(/^#?\d{1,12}$/), address], { error: "expected a pull request's number or address" })
    .optional(),
  run: address.optional(),
  at: z.iso.datetime().optional(),
})

/** A policy's file: as large as `sluice check` reads them. */
const policyFile = z.object({ file: z.string().min(1).max(1000), text: z.string().max(1_048_576) })

/**
 * The body of a push. Evidence is looked at by `readEvidence`: one reader of evidence for files and for bodies.
 */
export const pushedSchema = z.object({
  verdict: verdictSchema,
  evidence: z
    .custom<Evidence>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
      error: 'expected what sluice check --evidence writes',
    })
    .meta({ override: { ...evidenceShape } as Record<string, unknown> }),
  policy: z.array(policyFile).min(1).max(16).readonly(),
  origin,
}) satisfies z.ZodType<PushedEvaluation>
