import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Policy } from '@sluice/policy'
import type { NormalUncertainty } from '@sluice/stats'
import { type CalledDefinition, modelFault } from '../../calls/open-called-model.ts'
import type { MeasurementEvidence, MeasurementKey } from '../../evidence.ts'

const exact: NormalUncertainty = {
  kind: 'normal',
  method: 'exact',
  scale: 'identity',
  standardError: 0,
  degreesOfFreedom: null,
}

/** The size of a model's file, or the difference of two. @throws PolicyError for a model that is not in a file */
export async function sizeEvidence(policy: Policy, key: MeasurementKey): Promise<MeasurementEvidence> {
  const candidate = await bytesOf(policy, key.model)
  const baseline = key.versus === null ? null : await bytesOf(policy, key.versus)
  const value = candidate - (baseline ?? 0)
  return {
    ...key,
    slice: 'all',
    value,
    uncertainty: exact,
    rows: 1,
    positives: null,
    effectiveRows: 1,
    ...(baseline !== null && { of: { candidate, baseline } }),
  }
}

async function bytesOf(policy: Policy, name: string): Promise<number> {
  const model = policy.models.find((one): one is CalledDefinition => one.name === name)!
  const { call } = model
  if (call.kind !== 'onnx')
    throw modelFault(model, {
      code: 'model-without-file',
      message: `the size of model '${name}' is asked for, and it is called by '${call.kind}': what is there is not known here`,
      hint: 'Ask for the size of models in files only (call: { onnx: FILE }).',
    })
  const file = await stat(resolve(call.directory, call.path)).catch(() => null)
  if (file !== null) return file.size
  throw modelFault(model, {
    code: 'model-bad-file',
    message: `model '${name}': ${call.path} cannot be read`,
    hint: 'Paths are relative to the policy.',
  })
}
