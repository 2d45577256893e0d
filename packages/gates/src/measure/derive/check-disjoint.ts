import { sharedKeys } from '@sluice/dataset'
import type { DatasetDefinition, Policy } from '@sluice/policy'
import { atPolicyLine, inputError } from '../input-error.ts'
import type { DatasetData } from '../read-policy-data.ts'

/** A dataset that a model is judged on, beside one that something before its gates is fitted on. */
interface Pair {
  readonly model: string
  readonly fitting: DatasetData
  readonly judged: DatasetData
}

/**
 * Refuses data in which a model is judged on rows that its calibrator or its conformal step is fitted on: the same file under
 * another name or path, or tables that share ids, where both name a column of them. Without ids, rows that were copied into
 * another file are not found.
 *
 * @throws PolicyError `judged-on-fitted-rows`, at the gate
 */
export async function checkDisjoint(policy: Policy, data: readonly DatasetData[]): Promise<void> {
  const known = new Map<string, ReturnType<typeof sharedKeys> | null>()
  for (const pair of pairsOf(policy, data)) {
    refuseSharedFile(policy, pair)
    const { fitting, judged } = pair
    const key = JSON.stringify([fitting.definition.name, judged.definition.name])
    if (!known.has(key)) known.set(key, sharedIds(fitting.definition, judged.definition))
    const shared = await atPolicyLine(policy, judged.definition, async () => known.get(key) ?? null)
    if (shared !== null && shared.count > 0) throw sharedRows(policy, pair, shared.count, shared.example!)
  }
}

function pairsOf(policy: Policy, data: readonly DatasetData[]): Pair[] {
  return policy.models.flatMap(({ name, calibrate, conformal }) => {
    const names = new Set([calibrate?.on ?? [], conformal?.on ?? []].flat())
    const fitted = data.filter(({ definition }) => names.has(definition.name))
    const judged = data.filter((one) => isJudged(one, name))
    return fitted.flatMap((fitting) => judged.map((one) => ({ model: name, fitting, judged: one })))
  })
}

/** Whether a gate, or the comparison of variants, measures a model on a dataset. */
export function isJudged({ plan }: DatasetData, model: string): boolean {
  return plan.measurements.some((key) => key.model === model || key.versus === model)
}

function refuseSharedFile(policy: Policy, { model, fitting, judged }: Pair): void {
  for (const { path, sha256 } of judged.rowFiles) {
    const same = fitting.rowFiles.find((input) => input.sha256 === sha256)
    if (same === undefined) continue
    throw judgedOnFitted(
      policy,
      { model, fitting, judged },
      {
        what: `${path} is, byte for byte, ${same.path} of '${fitting.definition.name}'`,
        hint: 'Judge it on other rows, or fit it on others.',
      },
    )
  }
}

function sharedIds(fitting: DatasetDefinition, judged: DatasetDefinition): ReturnType<typeof sharedKeys> | null {
  const [first, second] = [fitting.columns.id, judged.columns.id]
  if (first === null || second === null) return null
  const keys = ({ paths, directory }: DatasetDefinition, column: string) => ({ paths, directory, column })
  return sharedKeys(keys(fitting, first), keys(judged, second))
}

function sharedRows(policy: Policy, pair: Pair, count: number, example: string) {
  const { fitting, judged } = pair
  const [first, second] = [fitting.definition, judged.definition]
  const ids = count === 1 ? '1 id' : `${count.toLocaleString('en-US')} ids`
  return judgedOnFitted(policy, pair, {
    what: `${ids} of it ${count === 1 ? 'is' : 'are'} in '${first.name}' too, for instance ${example}`,
    hint: `Take those rows out of either dataset. Where equal ids are other rows (numbers that start anew in each file), write columns: { id: null } in '${second.name}', or give each row an id of its own.`,
  })
}

function judgedOnFitted(policy: Policy, { model, fitting, judged }: Pair, why: { what: string; hint: string }) {
  const { name } = judged.definition
  const gate = policy.gates.find((one) => (one.model === model || one.versus === model) && one.on.includes(name))
  const { location } = gate ?? policy.variants ?? judged.definition
  return inputError({
    code: 'judged-on-fitted-rows',
    message: `${gate ? `gate '${gate.name}'` : "'variants'"} judges '${model}' on '${name}', rows that it is fitted on ('${fitting.definition.name}'): ${why.what}`,
    hint: why.hint,
    location,
    path: gate ? `gates.${gate.name}.on` : 'variants.on',
  })
}
