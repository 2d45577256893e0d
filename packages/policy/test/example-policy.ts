import { parsePolicy } from '../src/index.ts'
import type { Policy } from '../src/model.ts'
import { PolicyError, type Problem } from '../src/problem.ts'
import { catalogue } from './catalogue.ts'

/** A whole policy but for what each test is about; eleven lines stand before `rest`. */
export const head = `version: 1
model: credit
task: binary
datasets:
  validation: { path: validation.parquet }
  test: { path: test.parquet, role: test }
columns: { id: id, label: y, positive: 1 }
models:
  candidate: { score: s }
  baseline: { score: b, role: baseline }
slices: [{ name: sex, column: sex }, { name: age, column: age, quantiles: 4 }, { name: poor, where: "limit < 20000" }]
`

export const oneGate = 'gates:\n  - { name: ranks, metric: roc_auc, min: 0.7, why: It ranks. }\n'

export function parse(text: string, ancestors: readonly string[] = [], measures = catalogue): Policy {
  return parsePolicy(text, 'policy.yaml', measures, {
    sha256: 'abc',
    ancestors: ancestors.map((parent, index) => ({ file: `parent-${index}.yaml`, text: parent })),
  })
}

/** The policy with these gates, one flow map a line, from line 13. */
export function withGates(...gates: readonly string[]): string {
  return `${head}gates:\n${gates.map((gate) => `  - ${gate}\n`).join('')}`
}

export function problemsOf(text: string, ancestors: readonly string[] = [], measures = catalogue): readonly Problem[] {
  try {
    parse(text, ancestors, measures)
  } catch (error) {
    if (error instanceof PolicyError) return error.problems
    throw error
  }
  return []
}

/** `line:column code path`, for comparing many at once. */
export function places(problems: readonly Problem[]): string[] {
  return problems.map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`)
}
