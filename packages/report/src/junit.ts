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

/**
 * JUnit XML as Jenkins and its kin read it (the schema `junit-10.xsd` of the Jenkins xUnit plugin): a suite a policy, a
 * case a measurement, `classname` = `model.gate`, `name` = `metric @ slice`.
 *
 * `failure`: a blocking gate failed; `error`: could not be judged, or undecided where that stops the release;
 * `skipped`: waived, or undecided where that stops nothing; warnings pass and say so in `system-out`.
 */
export function renderJunit(result: CheckResult, options: { readonly root?: string } = {}): string {
  const counts = sum(result.policies.map(countsOf))
  const suites = result.policies.map((policy) => suite(policy, options.root))
  const { tests, failures, errors } = counts
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'sluice', tests, failures, errors })}>`,
    ...suites,
    '</testsuites>',
  ].join('\n')
}

function suite(policy: PolicyVerdict, root: string | undefined): string {
  const file = sourcePath(policy.file, root)
  const datasets = policy.datasets.map(({ name, rows }) => ({ name: `rows.${cleanLine(name)}`, value: rows }))
  const properties = [
    { name: 'verdict', value: policy.verdict },
    { name: 'policy.sha256', value: policy.policySha256 },
    { name: 'owners', value: policy.owners.map(cleanLine).join(', ') },
    ...datasets,
  ].map((property) => `      <property${attributes(property)}/>`)
  const head = attributes({ name: cleanLine(policy.model), ...countsOf(policy), file })
  const problems = policy.problems ?? []
  return [
    `  <testsuite${head}>`,
    `    <properties>\n${properties.join('\n')}\n    </properties>`,
    ...(problems.length === 0 ? [] : [problemCase(policy, problems)]),
    ...casesOf(policy).map(testcase),
    `    <system-out>${xmlText(verdictSentence(policy))}</system-out>`,
    '  </testsuite>',
  ].join('\n')
}

function testcase(one: Case): string {
  const classname = `${cleanLine(one.policy.model)}.${cleanLine(one.gate.name)}`
  const head = attributes({ classname, name: caseName(one) })
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
function problemCase(policy: PolicyVerdict, problems: readonly Problem[]): string {
  const lines = problems.map((problem) => {
    const place = `${cleanLine(problem.file)}:${problem.line}:${problem.column}`
    const hint = problem.hint === undefined ? '' : ` ${cleanLine(problem.hint)}`
    return `${place} ${cleanLine(problem.path)}: ${cleanLine(problem.message)}${hint}`
  })
  const head = attributes({ classname: cleanLine(policy.model), name: 'policy and data' })
  const message = cleanLine(problems[0]!.message)
  return `    <testcase${head}>\n      ${element('error', { type: 'error', message }, lines.join('\n'))}\n    </testcase>`
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
