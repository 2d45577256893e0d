import type { CheckResult, Status } from '@sluice/gates'

export type ExitCode = 0 | 1 | 2 | 3

const codes: Readonly<Record<Status, ExitCode>> = {
  pass: 0,
  warn: 0,
  waived: 0,
  fail: 1,
  error: 2,
  inconclusive: 3,
  // A check that did not run never passes.
  skipped: 3,
}

const meanings: Readonly<Record<ExitCode, string>> = {
  0: 'nothing stops the release',
  1: 'a blocking gate failed',
  2: 'the policy, the data or the call is wrong',
  3: 'the evidence does not decide',
}

/** What `sluice check` ends with: 0 pass, 1 a blocking gate failed, 2 something is wrong, 3 inconclusive. */
export function exitCode(result: Pick<CheckResult, 'verdict'>): ExitCode {
  return codes[result.verdict]
}

/** The exit code in words, the same in every format. */
export function exitMeaning(code: ExitCode): string {
  return meanings[code]
}
