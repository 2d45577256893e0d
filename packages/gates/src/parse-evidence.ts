import { PolicyError } from '@sluice/policy/parse'
import * as z from 'zod'
import type { Evidence } from './evidence.ts'
import { stressSchema } from './instruments/stress/stress-schema.ts'
import { variantsSchema } from './variants/variants-schema.ts'

const finite = z.number()
const count = z.int().min(0)
const size = z.number().min(0)
const key = z.object({
  dataset: z.string(),
  model: z.string(),
  versus: z.string().nullable(),
  metric: z.string(),
  options: z.record(z.string(), z.unknown()),
  partition: z.string().nullable(),
})

const uncertainty = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('proportion'),
    method: z.enum(['wilson', 'clopper_pearson']),
    successes: size,
    trials: z.number().gt(0),
  }),
  z.object({
    kind: z.literal('normal'),
    method: z.string(),
    scale: z.enum(['identity', 'logit', 'log', 'fisher_z']),
    standardError: size,
    degreesOfFreedom: finite.nullable(),
    center: finite.optional(),
    range: z.tuple([finite.nullable(), finite.nullable()]).optional(),
  }),
  z.object({
    kind: z.literal('resampled'),
    method: z.enum(['bootstrap_percentile', 'bootstrap_bca', 'test_inversion', 'order_statistics']),
    quantiles: z.array(finite).min(2),
    bias: finite,
    acceleration: finite,
    replicates: finite,
  }),
  z.object({ kind: z.literal('ordered_pairs'), method: z.literal('ordered_pairs'), pairs: z.number().gt(0) }),
])

const row = z.looseObject({})
/** More points than any drawing of Sluice has. */
const mostDrawn = 1000
const marks = z.object({ exact: count, near: count, within: size.optional(), byChance: size.optional() })

/** What the pages about golden sets rely on; an evidence of before has no such section. */
const goldenSchema = z.array(
  z.looseObject({
    dataset: z.string(),
    represents: z.string(),
    rows: count,
    representedRows: count,
    effectiveRows: size,
    features: z.array(row.extend({ feature: z.string(), coverage: finite, bins: z.array(row) })),
    slices: z.array(
      row.extend({
        slice: z.string(),
        golden: count,
        represented: count,
        expected: size,
        shortByChance: size.optional(),
      }),
    ),
    age: row.extend({ asOf: z.string(), oldest: finite, median: finite, newest: finite }).nullable(),
    drift: row.extend({ feature: z.string().nullable(), moved: size, due: z.boolean() }).optional(),
    agreement: z.array(row.extend({ statistic: z.string(), value: finite.nullable() })),
    reviewed: z.object({ rows: count }).nullable(),
    repeats: marks,
    leaks: marks.nullable(),
    texts: row
      .extend({ columns: z.array(z.string()), similarity: finite, repeats: marks, leaks: marks.nullable() })
      .optional(),
    notes: z.array(z.string()),
  }),
)

const numbers = z.array(finite).max(mostDrawn)
const limits = z.object({ value: finite.nullable(), lower: finite.nullable(), upper: finite.nullable() })
const reliability = row.extend({
  slice: z.string().optional(),
  rows: count,
  bins: z.object({ predicted: numbers, observed: numbers, lower: numbers, upper: numbers, rows: numbers }),
  corp: z.object({
    score: numbers,
    observed: numbers,
    band: z.object({ score: numbers, lower: numbers, upper: numbers }),
  }),
  histogram: numbers,
})

/** What the page about calibration relies on; an evidence of before has no such section. */
const calibrationSchema = z.array(
  z.looseObject({
    dataset: z.string(),
    model: z.string(),
    of: z.enum(['positive', 'top_label']),
    rows: count,
    ofRows: count,
    fitting: z.object({ dataset: z.string(), rows: count, crossFitted: z.boolean() }),
    applied: z.string().nullable(),
    choice: z.object({ method: z.string(), why: z.string() }).nullable(),
    methods: z.array(
      row.extend({
        method: z.string(),
        leftOut: z.string().optional(),
        quality: z.object({ logLoss: limits, brier: limits, ece: limits, smoothEce: limits }).nullable(),
        change: limits.nullable(),
        decomposition: z
          .object({ score: finite, miscalibration: finite, discrimination: finite, uncertainty: finite })
          .nullable(),
        reliability: z.array(reliability),
      }),
    ),
    notes: z.array(z.string()),
  }),
)

/** What a verdict over slices that were searched for relies on; an evidence of before has no such section. */
const searchesSchema = z.array(
  z.looseObject({
    partition: z.string(),
    searchedRows: count,
    keptBackRows: count,
    evaluatedSlices: count,
    eligibleSlices: count,
    rowsNeeded: count.nullable(),
    found: z.array(
      row.extend({
        slice: z.string(),
        difference: finite.nullable(),
        pValue: finite.nullable(),
        adjustedPValue: finite.nullable(),
        confirmed: z.boolean(),
      }),
    ),
  }),
)

const evidenceSchema = z.looseObject({
  schema: z.literal('sluice.evidence/1'),
  model: z.string(),
  policy: z.object({ file: z.string(), sha256: z.string() }),
  engine: z.object({ name: z.literal('sluice'), version: z.string() }),
  definitions: z.record(z.string(), z.string()),
  datasets: z.array(
    z.looseObject({
      name: z.string(),
      rows: count,
      slices: z.record(z.string(), z.array(z.string())),
      searches: searchesSchema.optional(),
    }),
  ),
  measurements: z.array(
    key
      .extend({
        slice: z.string(),
        value: finite.nullable(),
        uncertainty: uncertainty.nullable(),
        atLeast: z.literal(true).optional(),
        rows: count,
        positives: count.nullable(),
        effectiveRows: size,
        of: z.object({ candidate: finite.nullable(), baseline: finite.nullable() }).optional(),
        threshold: finite.optional(),
        undefinedBecause: z.string().optional(),
        noInterval: z.string().optional(),
        note: z.string().optional(),
      })
      .refine(({ rows, value }) => rows > 0 || value === null, 'a value needs rows'),
  ),
  variants: variantsSchema.optional(),
  curves: z.array(z.looseObject({ dataset: z.string(), model: z.string(), kind: z.string() })),
  golden: goldenSchema.optional(),
  stress: stressSchema.optional(),
  calibration: calibrationSchema.optional(),
})

/**
 * Reads stored evidence.
 *
 * @param file the name that errors carry
 * @throws PolicyError where the text is not JSON, or not evidence of a version that this Sluice reads
 */
export function parseEvidence(text: string, file: string): Evidence {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw fault(file, 'this is not JSON; expected what sluice check --evidence wrote', '')
  }
  return readEvidence(json, file)
}

/**
 * The same of evidence that has been parsed already, as in the body of a request.
 *
 * @throws PolicyError where it is not evidence of a version that this Sluice reads
 */
export function readEvidence(json: unknown, file: string): Evidence {
  const parsed = evidenceSchema.safeParse(json)
  if (parsed.success) return parsed.data as unknown as Evidence
  const [first] = parsed.error.issues
  throw fault(file, `this is not evidence of sluice.evidence/1: ${first!.message}`, first!.path.join('.'))
}

function fault(file: string, message: string, path: string): PolicyError {
  const hint = 'Write evidence with: sluice check POLICY --evidence FILE'
  return new PolicyError([{ code: 'bad-evidence', severity: 'error', message, hint, file, line: 1, column: 1, path }])
}
