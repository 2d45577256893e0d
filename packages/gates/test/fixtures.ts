import type { Gate, MeasureCatalogue, Policy, Waiver } from '@sluice/policy'
import { definitionsOf } from '../src/definitions.ts'
import type { Evidence, MeasurementEvidence } from '../src/evidence.ts'

const location = { file: 'policy.yaml', line: 7, column: 5 }

export const noCatalogue: MeasureCatalogue = { measures: new Map() }

/** A gate with the defaults of the policy language: a point estimate over all rows of `test`. */
export function gate(over: Partial<Gate> = {}): Gate {
  return {
    name: 'gate',
    metric: { name: 'roc_auc', options: {} },
    model: 'candidate',
    on: ['test'],
    versus: null,
    condition: { kind: 'min', bound: 0.7 },
    severity: 'block',
    slices: [],
    correction: 'holm',
    correctionDeclared: false,
    minRows: null,
    minPositives: null,
    confidence: 0.95,
    proof: 'point',
    onInconclusive: 'fail',
    why: null,
    floor: false,
    location,
    ...over,
  }
}

export function policy(gates: readonly Gate[], waivers: readonly Waiver[] = []): Policy {
  return {
    file: 'policy.yaml',
    sha256: '00',
    version: 1,
    model: 'm',
    description: null,
    owners: [],
    task: 'binary',
    datasets: [],
    models: [],
    threshold: { kind: 'fixed', value: 0.5 },
    slices: [],
    gates,
    waivers,
  }
}

/** A measured AUC with a standard error on the identity scale, so that intervals can be computed by hand. */
export function measured(over: Partial<MeasurementEvidence> & { readonly error?: number } = {}): MeasurementEvidence {
  const { error = 0.01, ...rest } = over
  return {
    dataset: 'test',
    model: 'candidate',
    versus: null,
    metric: 'roc_auc',
    options: {},
    partition: null,
    slice: 'all',
    value: 0.75,
    uncertainty: { kind: 'normal', method: 'delong', scale: 'identity', standardError: error, degreesOfFreedom: null },
    rows: 1000,
    positives: 200,
    effectiveRows: 1000,
    ...rest,
  }
}

/** Slices of `sex` with values and standard errors. */
export function slices(
  ...of: readonly (readonly [name: string, value: number | null, error: number, more?: Partial<MeasurementEvidence>])[]
): MeasurementEvidence[] {
  return of.map(([name, value, error, more]) =>
    measured({
      partition: 'sex',
      slice: name,
      value,
      error,
      ...(value === null ? { uncertainty: null } : {}),
      ...more,
    }),
  )
}

function slicesOf(measurements: readonly MeasurementEvidence[]): Record<string, string[]> {
  const partitions = new Set(measurements.map((m) => m.partition).filter((name) => name !== null))
  return Object.fromEntries(
    [...partitions].map((name) => [name, measurements.filter((m) => m.partition === name).map((m) => m.slice)]),
  )
}

export function evidence(...measurements: readonly MeasurementEvidence[]): Evidence {
  return {
    schema: 'sluice.evidence/1',
    model: 'm',
    policy: { file: 'policy.yaml', sha256: '00' },
    engine: { name: 'sluice', version: '0.0.0' },
    definitions: definitionsOf(policy([])),
    datasets: [...new Set(measurements.map((m) => m.dataset))].map((name) => ({
      name,
      rows: 1000,
      inputs: [],
      slices: slicesOf(measurements),
      notes: [],
    })),
    measurements,
    curves: [],
  }
}
