import { codesOf } from '@sluice/dataset'
import type { Policy, SuiteDefinition, SuiteAttack as WrittenAttack } from '@sluice/policy'
import { type AttackMethod, runSuite, type StressResult, type StressSuite, type SuiteAttack } from '@sluice/robustness'
import { classLabels } from './class-labels.ts'
import { atSuiteLine } from './suite-fault.ts'
import { openSuiteModel, type StressedModel } from './suite-models.ts'
import { readSuiteRows, type SuiteRows } from './suite-rows.ts'

export interface SuiteRunOptions {
  /** Where a score means the positive class. */
  readonly threshold: number
  /** The slice definitions by which failures are counted. */
  readonly slices: readonly string[]
  /** Whether a gate asks what cannot be known without the classes of the labels. */
  readonly needsLabels: boolean
  readonly onProgress?: (text: string) => void
}

/** A suite that has run. */
export interface SuiteRun {
  readonly suite: SuiteDefinition
  readonly threshold: number
  readonly rows: SuiteRows
  readonly result: StressResult
  /** Multiclass: the classes in the order of the scores; `null` where nothing names them, and for other tasks. */
  readonly classes: readonly string[] | null
  readonly files: StressedModel['files']
}

/** Cases that are kept. */
const worstCases = 10

/**
 * Runs a suite of a policy. Seeded by the policy: the same files give the same result.
 *
 * @throws PolicyError at the suite's line, or its dataset's, where a model, a file or a column is not what the policy says
 */
export async function runPolicySuite(
  policy: Policy,
  suite: SuiteDefinition,
  options: SuiteRunOptions,
): Promise<SuiteRun> {
  const { threshold, slices, needsLabels, onProgress } = options
  let scored = 0
  const onScored = (rows: number) => {
    scored += rows
    onProgress?.(`stress suite ${suite.name}, ${scored.toLocaleString('en-US')} rows scored`)
  }
  const models: StressedModel[] = []
  try {
    models.push(await openSuiteModel(policy, suite, 'model', onScored))
    if (suite.reference !== null) models.push(await openSuiteModel(policy, suite, 'reference', onScored))
    const rows = await readSuiteRows(policy, suite, {
      inputs: models.flatMap(({ inputs }) => inputs),
      listed: new Set(models.flatMap(({ listed }) => listed)),
      slices,
    })
    const classes = policy.task === 'multiclass' ? await models[0]!.classes(rows.columns) : null
    const labels = rows.labels ?? (await classLabels(suite, rows, classes, needsLabels))
    const [model, reference] = models.map((one) => one.scorer(rows.columns, classes))
    const result = await atSuiteLine(suite, () =>
      runSuite(rows.columns, model!, suiteOf(suite), {
        seed: `${policy.sha256} stress ${suite.name}`,
        threshold,
        immutable: suite.immutable,
        slices: rows.partitions.map((partition) => ({
          codes: codesOf(partition),
          names: partition.slices.map(({ name }) => name),
        })),
        keep: worstCases,
        ...(labels !== null && { labels }),
        ...(rows.clusters !== null && { clusters: rows.clusters }),
        ...(reference !== undefined && { reference }),
      }),
    )
    return { suite, threshold, rows, result, classes, files: models.flatMap(({ files }) => files) }
  } finally {
    await Promise.all(models.map((model) => model.close()))
  }
}

function suiteOf({ perturb, expect, attack }: SuiteDefinition): StressSuite {
  const { invariantWithin, directional } = expect
  return {
    perturb: perturb.map(({ perturbation, amounts, severities, columns }) => ({
      perturbation,
      columns,
      ...(amounts === null ? { severities: severities! } : { amounts }),
    })),
    expect: {
      ...(invariantWithin !== null && { invariantWithin }),
      ...(directional !== null && { directional }),
    },
    ...(attack !== null && { attack: attackOf(attack) }),
  }
}

function attackOf({ method, queries, maxChange, ...rules }: WrittenAttack): SuiteAttack {
  return { method: method as AttackMethod, queries, rules: { ...rules, ...(maxChange !== null && { maxChange }) } }
}
