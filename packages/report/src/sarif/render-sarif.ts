import type { CheckResult, PolicyVerdict } from '@sluice/gates'
import type { Problem } from '@sluice/policy'
import { allCases, type Case, caseDetails, caseName, caseReason } from '../case.ts'
import { cleanLine, clippedLine } from '../clean-text.ts'
import { exitCode, exitMeaning } from '../exit-code.ts'
import { toPlainJson } from '../json.ts'
import type { Outcome } from '../outcome.ts'
import { sourceUri } from '../source-path.ts'
import { resultCounts, verdictSentence } from '../verdict-words.ts'
import { fingerprint } from './fingerprint.ts'
import { gateRules, problemRule, ruleIdOf, ruleIndexOf } from './rules.ts'

export interface SarifOptions {
  /** Sluice's version, without a leading `v`. */
  readonly version?: string
  /** The repository's folder, taken off the paths. */
  readonly root?: string
}

type Level = 'error' | 'warning' | 'note'

/**
 * Errors are what stops the release. SARIF has a `kind` for undecided results (`open`), but then their level must be
 * `none` (section 3.27.10) and code hosts hide them: they stay `fail` with a level, and say `inconclusive` in their
 * properties.
 */
const levels: Readonly<Record<Exclude<Outcome, 'passed'>, Level>> = {
  failed: 'error',
  broken: 'error',
  blocked: 'error',
  waived: 'error',
  warned: 'warning',
  undecided: 'warning',
}

const order: readonly Outcome[] = ['broken', 'failed', 'blocked', 'warned', 'undecided', 'waived']

/** What the tool is, as a package URL (ECMA-427): it says so wherever it is published, and no site has to stay up for it. */
const informationUri = 'pkg:npm/%40sluice/cli'

/** GitHub keeps 5,000 results of a run and refuses files with more than 25,000. */
const mostResults = 5000

/**
 * SARIF 2.1.0 for code scanning: a result a measurement that does not pass, on the policy's line that asks for it, under
 * one rule a kind of condition. Waived results are there, suppressed, with who allowed it and why.
 *
 * Fingerprints name model, gate, metric and slice, so an alert stays the same when lines move and values change.
 */
export function renderSarif(result: CheckResult, options: SarifOptions = {}): string {
  const problems = result.policies.flatMap((policy) =>
    (policy.problems ?? []).map((one) => problemResult(one, options)),
  )
  const cases = allCases(result)
    .filter(({ outcome }) => outcome !== 'passed')
    .toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
    .map((one) => caseResult(one, options))
  const results = [...problems, ...cases]
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Sluice',
            informationUri,
            ...(options.version === undefined ? {} : { version: options.version.replace(/^v/, '') }),
            rules: gateRules,
          },
        },
        invocations: [invocation(result, results.length)],
        columnKind: 'utf16CodeUnits',
        results: results.slice(0, mostResults),
        properties: {
          verdict: result.verdict,
          summary: resultCounts(result),
          policies: result.policies.map((policy) => policyProperties(policy, options.root)),
        },
      },
    ],
  }
  return JSON.stringify(toPlainJson(log), null, 2)
}

function invocation(result: CheckResult, count: number): object {
  const code = exitCode(result)
  const notes =
    count <= mostResults
      ? []
      : [{ level: 'warning', message: { text: `${count - mostResults} results beyond ${mostResults} are left out.` } }]
  return {
    executionSuccessful: result.verdict !== 'error',
    exitCode: code,
    exitCodeDescription: exitMeaning(code),
    ...(notes.length === 0 ? {} : { toolExecutionNotifications: notes }),
  }
}

function policyProperties(policy: PolicyVerdict, root: string | undefined): object {
  return {
    model: cleanLine(policy.model),
    uri: sourceUri(policy.file, root),
    verdict: policy.verdict,
    sentence: verdictSentence(policy),
    sha256: policy.policySha256,
  }
}

function caseResult(one: Case, options: SarifOptions): object {
  const { policy, gate, measurement, outcome } = one
  const ruleId = ruleIdOf(gate)
  const { file, line, column } = gate.location
  const identity = [policy.model, gate.name, gate.metric, gate.dataset, measurement?.slice ?? 'all']
  const text = [`${cleanLine(gate.name)}, ${caseName(one)}: ${caseReason(one)}`, ...caseDetails(one)].join('\n')
  return {
    ruleId,
    ruleIndex: ruleIndexOf(ruleId),
    level: levels[outcome as keyof typeof levels],
    message: { text },
    locations: [location(file, line, column, options)],
    partialFingerprints: fingerprints(identity),
    ...(outcome === 'waived' ? { suppressions: [suppression(one)] } : {}),
    properties: {
      model: policy.model,
      gate: gate.name,
      slice: measurement?.slice ?? 'all',
      status: measurement?.status ?? gate.status,
      value: measurement?.value ?? null,
      lower: measurement?.lower ?? null,
      upper: measurement?.upper ?? null,
      n: measurement?.n ?? null,
    },
  }
}

/** The waiver that covers a case, as a suppression that was reviewed and accepted. */
function suppression({ policy, gate, measurement }: Case): object {
  const waiver = policy.waivers.find(
    ({ gate: name, slice, state }) =>
      state === 'active' && name === gate.name && (slice === null || slice === measurement?.slice),
  )
  const justification =
    waiver === undefined
      ? `Waived by ${cleanLine(measurement?.waivedBy ?? 'a waiver of the policy')}.`
      : `Waived until ${cleanLine(waiver.until)} by ${cleanLine(waiver.approvedBy)}: ${cleanLine(waiver.reason)}`
  return { kind: 'external', status: 'accepted', justification }
}

function problemResult(problem: Problem, options: SarifOptions): object {
  const text = [problem.message, problem.hint ?? '']
    .map((part) => clippedLine(part, 2000))
    .join('\n')
    .trim()
  const { file, line, column, path, code } = problem
  return {
    ruleId: problemRule.id,
    ruleIndex: ruleIndexOf(problemRule.id),
    level: problem.severity,
    message: { text },
    locations: [location(file, line, column, options)],
    partialFingerprints: fingerprints([sourceUri(file, options.root), path, code]),
    properties: { code, path },
  }
}

function location(file: string, line: number, column: number, options: SarifOptions): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: sourceUri(file, options.root) },
      region: { startLine: Math.max(1, line), startColumn: Math.max(1, column) },
    },
  }
}

/** GitHub reads the first key alone; the second says what it is made of. */
function fingerprints(identity: readonly string[]): Record<string, string> {
  const hash = fingerprint(identity.map(cleanLine))
  return { primaryLocationLineHash: hash, 'sluiceMeasurement/v1': hash }
}
