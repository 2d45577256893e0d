import type { Policy } from '@sluice/policy'
import type { DatasetEvidence, Evidence, MeasurementEvidence } from './evidence.ts'
import { withholdCases, withholdStressSlices } from './instruments/stress/withhold-stress.ts'
import type { CalibrationEvidence } from './measure/calibration/calibration-evidence.ts'
import { keysOf, keyText } from './plan.ts'
import { compareVariants } from './variants/compare-variants.ts'
import { variantKeys } from './variants/variant-keys.ts'

/**
 * Evidence as it may leave the machine: no row of a table goes along, unless the policy says that a suite's cases may, and no
 * value of a slice that is too small to hide its rows.
 */
export function evidenceToPush(policy: Policy, evidence: Evidence): Evidence {
  return withholdSmallSlices(policy, withholdCases(policy, evidence))
}

/**
 * Evidence in which small slices say nothing: a slice that has fewer rows than `min_rows` of every gate that reads it keeps its
 * counts and loses its values, curves and reliability, those of `variants` and of stress suites too. Those gates ask for more
 * rows either way, so no status changes.
 */
export function withholdSmallSlices(policy: Policy, evidence: Evidence): Evidence {
  const least = leastRows(policy)
  const isSmall = (one: MeasurementEvidence) =>
    one.partition !== null && Math.min(one.rows, one.effectiveRows) < (least.get(keyText(one)) ?? 0)
  const compared = new Set(variantKeys(policy).map(keyText))
  const isCompared = (one: MeasurementEvidence) => !least.has(keyText(one)) && compared.has(keyText(one))
  const small = evidence.measurements.filter(isSmall)
  if (small.length === 0) return evidence
  // A suite's slices are of the rows that it drew: few of them say nothing of the slice of the table.
  const suiteOf = ({ options }: MeasurementEvidence) => options['stress']
  const slices = new Set(
    small
      .filter((one) => suiteOf(one) === undefined)
      .map(({ dataset, partition, slice }) => sliceText(dataset, partition, slice)),
  )
  const stressed = new Set(
    small.flatMap((one) => {
      const suite = suiteOf(one)
      return typeof suite === 'string' ? [sliceText(suite, one.partition, one.slice)] : []
    }),
  )
  const measurements = evidence.measurements.map((one) =>
    isSmall(one) || (isCompared(one) && slices.has(sliceText(one.dataset, one.partition, one.slice)))
      ? withheld(one)
      : one,
  )
  const isShown = (dataset: string, { partition, slice }: Drawn) =>
    slice === undefined || !slices.has(sliceText(dataset, partition!, slice))
  const variants = evidence.variants === undefined ? null : compareVariants(policy, { measurements })
  const { calibration } = evidence
  return {
    ...evidence,
    ...(variants !== null && { variants }),
    ...(evidence.stress !== undefined && {
      stress: withholdStressSlices(evidence.stress, (suite, { partition, slice }) =>
        stressed.has(sliceText(suite, partition, slice)),
      ),
    }),
    datasets: evidence.datasets.map((dataset) => withheldSearches(dataset, isShown)),
    measurements,
    curves: evidence.curves.filter((curve) => isShown(curve.dataset, curve)),
    ...(calibration && { calibration: calibration.map((one) => onlyShown(one, isShown)) }),
  }
}

/** What is drawn of all rows, or of a slice. */
interface Drawn {
  readonly partition?: string
  readonly slice?: string
}

/** A finding keeps its name and whether it was confirmed; a small one loses how much worse it is. */
function withheldSearches(
  { searches, ...dataset }: DatasetEvidence,
  isShown: (dataset: string, drawn: Drawn) => boolean,
): DatasetEvidence {
  if (searches === undefined) return dataset
  return {
    ...dataset,
    searches: searches.map((search) => ({
      ...search,
      found: search.found.map((one) =>
        isShown(dataset.name, { partition: search.partition, slice: one.slice })
          ? one
          : { ...one, difference: null, pValue: null, adjustedPValue: null },
      ),
    })),
  }
}

function onlyShown(
  { methods, ...rest }: CalibrationEvidence,
  isShown: (dataset: string, drawn: Drawn) => boolean,
): CalibrationEvidence {
  return {
    ...rest,
    methods: methods.map((method) => ({
      ...method,
      reliability: method.reliability.filter((one) => isShown(rest.dataset, one)),
    })),
  }
}

/** Of each measurement that is asked for, the lowest `min_rows` of its gates; 0 where one of them has none. */
function leastRows(policy: Policy): ReadonlyMap<string, number> {
  const least = new Map<string, number>()
  for (const gate of policy.gates) {
    for (const key of keysOf(gate)) {
      const text = keyText(key)
      least.set(text, Math.min(gate.minRows ?? 0, least.get(text) ?? Number.POSITIVE_INFINITY))
    }
  }
  return least
}

function withheld({ of: _, ...measurement }: MeasurementEvidence): MeasurementEvidence {
  return { ...measurement, value: null, uncertainty: null, note: 'withheld: the slice has fewer rows than min_rows' }
}

function sliceText(of: string, partition: string | null, slice: string): string {
  return JSON.stringify([of, partition, slice])
}
