import { type PolicyVerdict, variantsSchema } from '@sluice/gates/judge'
import * as z from 'zod'
import { lineInput as line } from './inputs.ts'
import { verdictShape } from './shapes.ts'
import { statuses } from './statuses.ts'

const status = z.enum(statuses)
const sentence = z.string().max(10_000)
const count = z.int().min(0)
const number = z.number().nullable()

const measurement = z.object({
  slice: line,
  status,
  value: number,
  lower: number,
  upper: number,
  level: z.number(),
  interval: line.nullable(),
  n: count,
  effectiveRows: z.number().exactOptional(),
  positives: count.nullable(),
  versus: line.nullable(),
  of: z.object({ candidate: number, baseline: number }).exactOptional(),
  pValue: number,
  adjustedPValue: number,
  rowsNeeded: number,
  rowsNeededOf: z.literal('dataset').exactOptional(),
  discovered: z.object({ confirmed: z.boolean(), pValue: number, adjustedPValue: number }).exactOptional(),
  reason: sentence,
  compared: z.array(line).max(10_000).exactOptional(),
  atLeast: z.literal(true).exactOptional(),
  note: sentence.exactOptional(),
  waivedBy: sentence.exactOptional(),
})

const gate = z.object({
  name: line,
  status,
  severity: z.enum(['block', 'warn']),
  blocking: z.boolean(),
  metric: line,
  metricLabel: line,
  unit: z.enum(['milliseconds', 'days', 'bytes']).exactOptional(),
  counts: z.literal('requests').exactOptional(),
  direction: z.enum(['higher', 'lower', 'target']),
  dataset: line,
  model: line,
  versus: line.nullable(),
  stress: line.exactOptional(),
  condition: z.record(line, z.unknown()),
  judgedBy: z.object({
    proof: z.enum(['proven', 'point', 'unrefuted']),
    confidence: z.number(),
    correction: line.nullable(),
    family: count,
  }),
  reason: sentence,
  remedy: sentence.nullable(),
  why: sentence.nullable(),
  location: z.object({ file: line, line: count, column: count }),
  measurements: z.array(measurement).max(10_000),
})

const waiver = z.object({
  gate: line,
  slice: line.nullable(),
  until: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  reason: sentence,
  approvedBy: line,
  state: z.enum(['active', 'unused', 'expired']),
})

const problem = z.object({
  code: line,
  severity: z.enum(['error', 'warning']),
  message: sentence,
  why: sentence.exactOptional(),
  hint: sentence.exactOptional(),
  expected: sentence.exactOptional(),
  found: sentence.exactOptional(),
  nearest: line.exactOptional(),
  file: line,
  line: count,
  column: count,
  path: line,
})

/** A pushed verdict, field by field; what it claims is held against its evidence afterwards. */
export const verdictSchema: z.ZodType<PolicyVerdict, PolicyVerdict> = z
  .object({
    model: z.string().min(1).max(300),
    file: line,
    description: sentence.nullable(),
    owners: z.array(line).max(100),
    verdict: status,
    policySha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'),
    asOf: z.iso.date('expected a day such as 2026-11-23').exactOptional(),
    datasets: z.array(z.object({ name: line, rows: count })).max(100),
    notes: z
      .array(z.object({ datasets: z.array(line).max(100), text: sentence }))
      .max(1000)
      .exactOptional(),
    gates: z.array(gate).max(1000),
    waivers: z.array(waiver).max(1000),
    variants: variantsSchema.exactOptional(),
    problems: z.array(problem).max(1000).exactOptional(),
  })
  .meta({ override: { ...verdictShape } as Record<string, unknown> })
