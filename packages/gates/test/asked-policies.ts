import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPolicy, type Policy, PolicyError } from '@sluice/policy'
import { expect } from 'vitest'
import { type Evidence, measureCatalogue, measurePolicy } from '../src/index.ts'

let written = 0

/** A policy in a folder, beside the files that it names. */
export async function policyIn(folder: string, body: string): Promise<Policy> {
  const file = join(folder, `policy-${written++}.yaml`)
  writeFileSync(file, `version: 1\nmodel: m\n${body}`)
  return loadPolicy(file, measureCatalogue)
}

export async function measuredIn(folder: string, body: string): Promise<Evidence> {
  return measurePolicy(await policyIn(folder, body), { version: 'test', curves: false })
}

/** The first problem of what must not succeed. */
export function problemOf(promise: Promise<unknown>) {
  return promise.then(
    () => expect.fail('it succeeded'),
    (error: PolicyError) => {
      if (!(error instanceof PolicyError)) throw error
      return error.problems[0]!
    },
  )
}

export function estimateOf(evidence: Evidence, metric: string, model?: string) {
  return evidence.measurements.find((one) => one.metric === metric && (model === undefined || one.model === model))!
}
