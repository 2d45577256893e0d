import { describeTable, readTable } from '@sluice/dataset'
import type { Model } from '@sluice/models'
import type { DatasetDefinition, Policy } from '@sluice/policy'
import type { Columns } from '@sluice/robustness'
import { seedFromText } from '@sluice/stats'
import { inputColumns, inputRequests } from '../../calls/input-columns.ts'
import { atModelLine, type CalledDefinition, filesOf, openCalledModel } from '../../calls/open-called-model.ts'
import { timingOf } from '../../definitions.ts'
import type { DatasetEvidence, MeasurementEvidence, MeasurementKey } from '../../evidence.ts'
import { atPolicyLine } from '../../measure/input-error.ts'
import type { Instrument, InstrumentOptions } from '../instrument.ts'
import { latencyEvidence } from './latency-evidence.ts'
import { sizeEvidence } from './size-evidence.ts'
import { type TimedModel, timeRounds } from './timed-rounds.ts'

/**
 * How models answer: their latency, and the size of their files.
 *
 * All models that are timed on a dataset are timed together, whatever gates and sections ask for them: one run serves them
 * all. A latency is what this machine needed today, so evidence of it is not the same twice; nothing else here depends on
 * the clock.
 */
export const serving: Instrument = {
  async measure(policy, keys, options) {
    const sizes = keys.filter(({ metric }) => metric === 'model_size')
    const timed = keys.filter(({ metric }) => metric !== 'model_size')
    const measurements: MeasurementEvidence[] = []
    for (const key of sizes) measurements.push(await sizeEvidence(policy, key))
    const datasets: DatasetEvidence[] = []
    for (const dataset of policy.datasets) {
      const asked = timed.filter((key) => key.dataset === dataset.name)
      if (asked.length === 0) continue
      const run = await timeDataset(policy, dataset, asked, options)
      measurements.push(...run.measurements)
      datasets.push(run.evidence)
    }
    return { measurements, datasets, sections: {} }
  },
}

interface Run {
  readonly measurements: readonly MeasurementEvidence[]
  readonly evidence: DatasetEvidence
}

/** One run of rounds on the rows of a dataset. */
async function timeDataset(
  policy: Policy,
  dataset: DatasetDefinition,
  keys: readonly MeasurementKey[],
  { onProgress }: InstrumentOptions,
): Promise<Run> {
  const names = new Set(keys.flatMap(({ model, versus }) => (versus === null ? [model] : [model, versus])))
  const definitions = policy.models.filter((model): model is CalledDefinition => names.has(model.name))
  const timing = timingOf(policy)
  const opened: Model[] = []
  try {
    for (const definition of definitions) opened.push(await openCalledModel(definition, { checkLabels: false }))
    const { columns, rows, inputs } = await readInputs(policy, dataset, definitions, opened)
    onProgress?.(`timing ${[...names].join(' and ')}, ${timing.requests} requests each`)
    const models = definitions.map((definition, i): TimedModel => {
      const model = opened[i]!
      return {
        name: definition.name,
        columns: columns[i]!,
        score: (batch) => atModelLine(definition, () => model.score(batch)),
      }
    })
    const times = await timeRounds(models, timing, seedFromText(`${policy.sha256} timing ${dataset.name}`))
    const files = await Promise.all(definitions.map(filesOf))
    const note = `${timing.requests} requests of ${timing.rows === 1 ? '1 row' : `${timing.rows} rows`} were timed of each of ${[...names].join(', ')}, ${timing.warmUp} before them left out; a latency is what this machine needed this time, and differs from run to run`
    return {
      measurements: keys.map((key) => latencyEvidence(policy, key, times)),
      evidence: { name: dataset.name, rows, inputs: [...inputs, ...files.flat()], slices: {}, notes: [note] },
    }
  } finally {
    await Promise.all(opened.map((model) => model.close()))
  }
}

/** The columns that each model reads, of all rows of a dataset, in one scan. */
async function readInputs(
  policy: Policy,
  dataset: DatasetDefinition,
  definitions: readonly CalledDefinition[],
  models: readonly Model[],
): Promise<{ columns: Columns[]; rows: number; inputs: DatasetEvidence['inputs'] }> {
  const { paths, directory } = dataset
  return atPolicyLine(policy, dataset, async () => {
    const described = await describeTable(paths, directory)
    const requests = definitions.map((definition, i) => inputRequests(definition, models[i]!, described, dataset))
    const wanted = new Map(requests.flat().map((request) => [`${request.name} as ${request.as}`, request]))
    const table = await readTable({ paths, directory, columns: [...wanted.values()], slices: [] })
    return { columns: requests.map((own) => inputColumns(own, table)), rows: table.rows, inputs: table.inputs }
  })
}
