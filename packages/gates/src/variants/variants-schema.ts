import * as z from 'zod'
import type { VariantsEvidence } from './variants-evidence.ts'

const number = z.number()
const intervalValue = z.looseObject({
  value: number.nullable(),
  lower: number.nullable(),
  upper: number.nullable(),
  n: z.int().min(0),
  note: z.string().exactOptional(),
})
const sliceValue = intervalValue.extend({ partition: z.string(), slice: z.string() })

const build = z.looseObject({
  model: z.string(),
  role: z.enum(['reference', 'build']),
  size: number.nullable(),
  cost: number.nullable(),
  quality: intervalValue,
  latency: z.looseObject({ p50: intervalValue, p90: intervalValue, p99: intervalValue }),
  versus: z
    .looseObject({
      quality: intervalValue,
      qualityBySlice: z.array(sliceValue),
      negativeFlips: intervalValue.nullable(),
      negativeFlipsBySlice: z.array(sliceValue),
      latencyRatio: z.looseObject({ p50: intervalValue, p99: intervalValue }),
    })
    .nullable(),
  onFront: z.boolean(),
})

const comparison = z.looseObject({
  first: z.string(),
  second: z.string(),
  firstBetter: z.array(z.string()),
  secondBetter: z.array(z.string()),
  notSeparated: z.array(z.string()),
  dominant: z.string().nullable(),
})

/** The section `variants` of stored evidence; fields that a later version adds are kept. */
export const variantsSchema: z.ZodType<VariantsEvidence, VariantsEvidence> = z.looseObject({
  reference: z.string(),
  dataset: z.string(),
  level: z.number().gt(0).lt(1),
  quality: z.looseObject({
    metric: z.string(),
    label: z.string(),
    options: z.record(z.string(), z.unknown()),
    direction: z.enum(['higher', 'lower', 'target']),
  }),
  timing: z.looseObject({ requests: z.int().min(1), rows: z.int().min(1), warmUp: z.int().min(0) }),
  builds: z.array(build).min(1),
  pareto: z.looseObject({
    axes: z.array(
      z.looseObject({
        name: z.enum(['quality', 'latency', 'size', 'cost']),
        label: z.string(),
        direction: z.enum(['higher', 'lower']),
        unit: z.enum(['milliseconds', 'days', 'bytes']).nullable(),
      }),
    ),
    front: z.array(z.string()),
    comparisons: z.array(comparison),
  }),
  notes: z.array(z.string()),
})
