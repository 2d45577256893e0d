import * as z from 'zod'
import type { StressEvidence } from './stress-evidence.ts'

const number = z.number()
const count = z.int().min(0)
const name = z.string().max(1_000)
const cell = z.union([z.string().max(20_000), number, z.boolean(), z.null()])
const value = z.looseObject({
  value: number.nullable(),
  lower: number.nullable(),
  upper: number.nullable(),
  n: count,
  note: z.string().max(1_000).exactOptional(),
})
const directions = z.record(name, z.enum(['increasing', 'decreasing']))

const variant = z.looseObject({
  perturbation: name,
  amount: number,
  severity: z.int().min(1).max(5).nullable(),
  columns: z.union([z.enum(['all', 'numeric', 'category', 'text']), z.array(name).max(5_000)]),
  changedRows: count,
  unscored: count,
  failureRate: value,
  flipRate: value.nullable(),
  directionalViolations: value.nullable(),
  meanChange: value,
  accuracy: value.nullable(),
})

const row = z
  .record(name, cell)
  .refine((cells) => Object.keys(cells).length <= 5_000, 'a case has at most 5 000 columns')
const scores = z.array(number.nullable()).max(1_000)
const cases = z
  .array(
    z.looseObject({
      row: z.int().min(1),
      id: cell,
      by: name,
      before: row,
      after: row,
      changed: z.array(name).max(5_000),
      scoresBefore: scores,
      scoresAfter: scores,
    }),
  )
  .max(50)

const attack = z.looseObject({
  method: name,
  queriesPerRow: count,
  attacked: count,
  queries: z.looseObject({ clean: count, search: count, mostOfOneRow: count }),
  unit: z.enum(['range', 'iqr']),
  successRate: value,
  robustAccuracy: value.nullable(),
  medianChange: value,
  curve: z.looseObject({ x: z.array(number).max(1_000), y: z.array(number).max(1_000) }),
  worstCases: cases,
})

/** The section `stress` of stored evidence, bounded in size; fields that a later version adds are kept. */
export const stressSchema: z.ZodType<StressEvidence[], StressEvidence[]> = z
  .array(
    z.looseObject({
      suite: name,
      model: name.nullable(),
      asked: z.enum(['onnx', 'oip', 'mlflow', 'http', 'command']),
      files: z.array(z.looseObject({ path: name, bytes: count, sha256: name })).max(100),
      dataset: name,
      rows: count,
      tableRows: count,
      synthetic: z.looseObject({ spread: count, corners: count }).exactOptional(),
      level: number.gt(0).lt(1),
      classes: z.array(name).max(1_000).exactOptional(),
      threshold: number.nullable(),
      expect: z.looseObject({ invariantWithin: number.nullable(), directional: directions.nullable() }),
      failureRate: value,
      flipRate: value.nullable(),
      directionalViolations: value.nullable(),
      accuracy: value.nullable(),
      robustAccuracy: value.nullable(),
      relativeCorruptionError: value.nullable(),
      variants: z.array(variant).max(1_000),
      slices: z
        .array(z.looseObject({ partition: name, slice: name, failureRate: value, flipRate: value.nullable() }))
        .max(100_000),
      worstSlice: z.looseObject({ partition: name, slice: name }).nullable(),
      worstCases: cases,
      attack: attack.nullable(),
      casesWithheld: count.exactOptional(),
      notes: z.array(z.string().max(1_000)).max(100),
    }),
  )
  .max(100)
