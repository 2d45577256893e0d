import type { Policy } from '@sluice/policy'
import type { InstrumentName } from '../define-measure.ts'
import type { DatasetEvidence, Evidence, EvidenceSections, MeasurementEvidence, MeasurementKey } from '../evidence.ts'
import type { Thresholds } from '../measure/threshold.ts'
import { plan } from '../plan.ts'

/** Takes the measurements that need more than the scores of a table: other tables, or a model that answers. */
export interface Instrument {
  /**
   * Takes what is asked for.
   *
   * @param keys measurements of this instrument, each once
   * @throws PolicyError where a file, a column or a model is not what the policy says
   */
  measure(policy: Policy, keys: readonly MeasurementKey[], options: InstrumentOptions): Promise<Readings>
}

export interface InstrumentOptions {
  /** The day of the run, `2026-11-23`: the one that waivers are held against. What needs one has no value without. */
  readonly asOf?: string
  /** The decision threshold of each model, as it was chosen on the tables; 0.5 without. */
  readonly thresholds?: Thresholds
  readonly onProgress?: (text: string) => void
}

/** What an instrument adds to evidence. */
export interface Readings {
  readonly measurements: readonly MeasurementEvidence[]
  /** The datasets that it read; to one that is in the evidence already, slices, notes and further inputs are added. */
  readonly datasets: readonly DatasetEvidence[]
  /** Its own part of the evidence. */
  readonly sections: EvidenceSections
}

/** Where each instrument is; loaded when a policy needs it, since some bring an engine along. */
const instruments: Readonly<Record<InstrumentName, () => Promise<Instrument>>> = {
  golden: async () => (await import('./golden/golden-instrument.ts')).goldenInstrument,
  serving: async () => (await import('./serving/serving.ts')).serving,
  stress: async () => (await import('./stress/stress-instrument.ts')).stressInstrument,
}

/**
 * Takes every measurement that a policy's instruments have to take, one instrument after the other: what one measures of
 * a machine, such as a latency, another must not disturb.
 */
export async function withReadings(policy: Policy, evidence: Evidence, options: InstrumentOptions): Promise<Evidence> {
  let whole = evidence
  for (const [name, keys] of plan(policy).instruments) {
    const instrument = await instruments[name]()
    whole = added(whole, await instrument.measure(policy, keys, options))
  }
  return whole
}

function added(evidence: Evidence, { measurements, datasets, sections }: Readings): Evidence {
  const known = new Map(evidence.datasets.map((dataset) => [dataset.name, dataset]))
  for (const dataset of datasets) {
    const before = known.get(dataset.name)
    const paths = new Set(before?.inputs.map(({ path }) => path))
    known.set(
      dataset.name,
      before === undefined
        ? dataset
        : {
            ...before,
            inputs: [...before.inputs, ...dataset.inputs.filter(({ path }) => !paths.has(path))],
            slices: { ...before.slices, ...dataset.slices },
            notes: [...before.notes, ...dataset.notes],
          },
    )
  }
  return {
    ...evidence,
    ...sections,
    datasets: [...known.values()],
    measurements: [...evidence.measurements, ...measurements],
  }
}
