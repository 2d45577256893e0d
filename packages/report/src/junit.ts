import type { CheckResult, PolicyVerdict } from '@sluice/gates'
import type { Problem } from '@sluice/policy'
import { type Case, caseDetails, caseName, caseReason, casesOf } from './case.ts'
import { cleanLine } from './clean-text.ts'
import type { Outcome } from './outcome.ts'
import { sourcePath } from './source-path.ts'
import { verdictSentence } from './verdict-words.ts'
import { attributes, element, xmlText } from './xml.ts'

interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
}

/** What the outcome of a case is in JUnit's terms. Undecided cases that stop the release are errors: not green. */
const kinds: Readonly<Record<Outcome, 'passed' | 'failure' | 'error' | 'skipped'>> = {
  passed: 'passed',
  warned: 'passed',
  undecided: 'skipped',
  waived: 'skipped',
  failed: 'failure',
  blocked: 'error',
  broken: 'error',
}

export interface JunitOptions {
  /** The repository's folder, taken off the paths. */
  readonly root?: string
  /** When it ran and for how long; without it no times are stated. */
  readonly timing?: RunTiming
}

/** When a run began and what it took, by the caller's clock: nothing here reads one. */
export interface RunTiming {
  readonly startedAt: Date
  readonly seconds: number
  /** Of each policy, in the order of the result. */
  readonly policies: readonly { readonly startedAt: Date; readonly seconds: number }[]
}

/**
 * JUnit XML as Jenkins and its kin read it (the schema `junit-10.xsd` of the Jenkins xUnit plugin): a suite a policy, a
 * case a measurement, `classname` = `model.gate`, `name` = `metric @ slice`. Readers that hold files to the schema refuse
 * the attributes `file` and `line` of a case, so the gate's place in the policy stands in the text of what did not pass.
 *
 * The measurements of a policy are taken together: each case is given an equal share of the policy's time.
 *
 * `failure`: a blocking gate failed; `error`: could not be judged, or undecided where that stops the release;
 * `skipped`: waived, or undecided where that stops nothing; warnings pass and say so in `system-out`.
 */
export function renderJunit(result: CheckResult, options: JunitOptions = {}): string {
  const { root, timing } = options
  // The schema counts what is skipped a suite at a time only.
  const { skipped: _, ...totals } = sum(result.policies.map(countsOf))
  const suites = result.policies.map((policy, at) => suite(policy, root, timing?.policies[at]))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'sluice', ...totals, ...(timing && { time: secondsText(timing.seconds) }) })}>`,
    ...suites,
    '</testsuites>',
  ].join('\n')
}

function suite(
  policy: PolicyVerdict,
  root: string | undefined,
  timing: RunTiming['policies'][number] | undefined,
): string {
  const file = sourcePath(policy.file, root)
  const datasets = policy.datasets.map(({ name, rows }) => ({ name: `rows.${cleanLine(name)}`, value: rows }))
  const properties = [
    { name: 'verdict', value: policy.verdict },
    { name: 'policy.sha256', value: policy.policySha256 },
    { name: 'owners', value: policy.owners.map(cleanLine).join(', ') },
    ...datasets,
  ].map((property) => `      <property${attributes(property)}/>`)
  const counts = countsOf(policy)
  const times = timing && { time: secondsText(timing.seconds), timestamp: timestamp(timing.startedAt) }
  const head = attributes({ name: cleanLine(policy.model), ...counts, ...times, file })
  const share = timing && { time: secondsText(timing.seconds / Math.max(1, counts.tests)) }
  const problems = policy.problems ?? []
  return [
    `  <testsuite${head}>`,
    `    <properties>\n${properties.join('\n')}\n    </properties>`,
    ...(problems.length === 0 ? [] : [problemCase(policy, problems, share)]),
    ...casesOf(policy).map((one) => testcase(one, share)),
    `    <system-out>${xmlText(verdictSentence(policy))}</system-out>`,
    '  </testsuite>',
  ].join('\n')
}

/** The time that each case of a suite is given. */
type Share = { readonly time: string } | undefined

function testcase(one: Case, share: Share): string {
  const classname = `${cleanLine(one.policy.model)}.${cleanLine(one.gate.name)}`
  const head = attributes({ classname, name: caseName(one), ...share })
  const kind = kinds[one.outcome]
  const body = caseDetails(one).join('\n')
  if (kind === 'passed') {
    const out = one.outcome === 'warned' ? `warning: ${caseReason(one)}\n${body}` : null
    return out === null
      ? `    <testcase${head}/>`
      : `    <testcase${head}>\n      ${element('system-out', {}, out)}\n    </testcase>`
  }
  const type = one.measurement?.status ?? one.gate.status
  return `    <testcase${head}>\n      ${element(kind, { type, message: caseReason(one) }, body)}\n    </testcase>`
}

/** A policy that could not be judged is one case, as Jenkins keeps one error a case: all problems are in it. */
function problemCase(policy: PolicyVerdict, problems: readonly Problem[], share: Share): string {
  const lines = problems.map((problem) => {
    const place = `${cleanLine(problem.file)}:${problem.line}:${problem.column}`
    const hint = problem.hint === undefined ? '' : ` ${cleanLine(problem.hint)}`
    return `${place} ${cleanLine(problem.path)}: ${cleanLine(problem.message)}${hint}`
  })
  const [first] = problems
  const head = attributes({ classname: cleanLine(policy.model), name: 'policy and data', ...share })
  const message = cleanLine(first!.message)
  return `    <testcase${head}>\n      ${element('error', { type: 'error', message }, lines.join('\n'))}\n    </testcase>`
}

/** Three decimals, as the schema has it. */
function secondsText(seconds: number): string {
  return Math.max(0, seconds).toFixed(3)
}

/** ISO 8601 in UTC, to the second and without a zone, as JUnit's readers expect it. */
function timestamp(date: Date): string {
  return date.toISOString().slice(0, 19)
}

function countsOf(policy: PolicyVerdict): Counts {
  const found = casesOf(policy).map(({ outcome }) => kinds[outcome])
  const problems = (policy.problems?.length ?? 0) > 0 ? 1 : 0
  const count = (kind: (typeof found)[number]) => found.filter((one) => one === kind).length
  return {
    tests: found.length + problems,
    failures: count('failure'),
    errors: count('error') + problems,
    skipped: count('skipped'),
  }
}

function sum(all: readonly Counts[]): Counts {
  const total = (pick: (counts: Counts) => number) => all.reduce((before, counts) => before + pick(counts), 0)
  return {
    tests: total((counts) => counts.tests),
    failures: total((counts) => counts.failures),
    errors: total((counts) => counts.errors),
    skipped: total((counts) => counts.skipped),
  }
}
