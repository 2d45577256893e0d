import { listOf, nullable, objectOf, type Shape, text } from './described.ts'
import { statuses } from './statuses.ts'

const instant: Shape = { type: 'string', format: 'date-time' }
const count: Shape = { type: 'integer' }
const status: Shape = { type: 'string', enum: statuses }

/** Of a pushed evaluation, given where its machine knew. */
export const originShape: Shape = {
  type: 'object',
  properties: { commit: text(), branch: text(), pullRequest: text(), run: text('Address of the CI run.'), at: instant },
}

const summary = {
  id: text('The content hash, 64 hexadecimal digits.'),
  push: count,
  model: text(),
  verdict: status,
  gates: { type: 'object', description: 'How many gates have each status.', additionalProperties: count },
  policySha256: text(),
  origin: originShape,
  createdAt: instant,
  blocking: listOf(objectOf({ name: text(), status }), 'The worst gates that keep the release back, at most five.'),
} satisfies Record<string, Shape>

export const evaluationSummaryShape = objectOf(summary, 'A verdict in a list.')

export const verdictShape: Shape = {
  type: 'object',
  description: 'What one policy says, as `policies[n]` of the JSON report of `sluice check` (sluice.verdict/1).',
}

export const evidenceShape: Shape = {
  type: 'object',
  description: 'What was measured, whole, as written by `sluice check --evidence` (sluice.evidence/1).',
}

export const evaluationShape = objectOf({
  ...summary,
  report: verdictShape,
  datasets: listOf({ type: 'object' }, 'The datasets that were measured, with the hashes of their files.'),
  engine: objectOf({ name: text(), version: text() }),
  previous: nullable('string', 'The evaluation of the same model before this one.'),
  next: nullable('string', 'The evaluation of the same model after this one.'),
  pushes: listOf(
    objectOf({ push: count, origin: originShape, actor: text(), createdAt: instant }),
    'The last twenty times that it was pushed, newest first.',
  ),
})

export const curvesShape = listOf({ type: 'object' }, 'Curves of each dataset and model, thinned for a screen.')

export const pastEvidenceShape = listOf(objectOf({ evaluation: evaluationSummaryShape, evidence: evidenceShape }))

export const modelShape = objectOf({
  model: text(),
  description: nullable('string'),
  owners: listOf(text()),
  evaluations: count,
  last: evaluationSummaryShape,
  trend: listOf(
    objectOf({ id: text(), push: count, verdict: status, createdAt: instant }),
    'Up to twenty, oldest first.',
  ),
  waiting: listOf(objectOf({ kind: text(), gate: text(), slice: nullable('string'), text: text() })),
})

export const policyFileShape = objectOf({ file: text(), text: text() })

const lastUnderPolicy = { type: ['object', 'null'], properties: { id: text(), verdict: status } }

export const policyShape = objectOf({
  sha256: text(),
  model: text(),
  files: listOf(policyFileShape, "The policy's own file first, then those it extends, nearest first."),
  createdAt: instant,
  last: lastUnderPolicy,
})

export const policyVersionShape = objectOf({
  sha256: text(),
  createdAt: instant,
  lastAt: instant,
  evaluations: count,
  last: lastUnderPolicy,
})

export const waiverShape = objectOf({
  model: text(),
  evaluation: text(),
  gate: text(),
  slice: nullable('string'),
  until: text('A day, 2026-12-31.'),
  reason: text(),
  approvedBy: text(),
  state: { type: 'string', enum: ['active', 'unused', 'expired'] },
})

export const tokenShape = objectOf({
  id: text(),
  name: text(),
  scopes: listOf({ type: 'string', enum: ['read', 'push', 'admin'] }),
  prefix: text('The first characters, to recognise it by.'),
  createdAt: instant,
  lastUsedAt: nullable('string'),
  revokedAt: nullable('string'),
})

export const auditEntryShape = objectOf({
  sequence: count,
  at: instant,
  actor: text(),
  action: text(),
  subject: text(),
  detail: { type: 'object' },
  hash: text('Covers this row and the hash of the row before it.'),
})

export const seriesPointShape = objectOf({
  evaluation: text(),
  createdAt: instant,
  status,
  value: nullable('number'),
  lower: nullable('number'),
  upper: nullable('number'),
  rows: count,
})
