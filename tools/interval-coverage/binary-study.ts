import {
  calibrationIntercept,
  calibrationLevel,
  calibrationSlope,
  ece,
  kernelCalibrationError,
  rmsce,
  smoothEce,
} from '@sluice/calibration'
import {
  averagePrecision,
  type BinarySample,
  brier,
  logLoss,
  type Metric,
  pairedDifference,
  recall,
  rocAuc,
} from '@sluice/metrics'
import { drawTable, type Population, type Table } from './population.ts'
import { type Claim, holds, type Study } from './simulate.ts'
import { type TrueValues, trueValues } from './true-values.ts'

/** The options of measures, the same for tables and populations. */
const bins = { bins: 15, strategy: 'uniform' } as const
const kernel = { bandwidth: 0.2 }
/** Where a calibrated score says that a row is as likely positive as any other. */
const thresholdOf = ({ prevalence }: Population) => ({ threshold: prevalence })

/** A transform for every table: a tenth of a second at 20 000 rows. */
const slow = { tables: 1000 }

/** A metric with its options, and where its true values stand. */
function claimsOf<Options>(
  measure: string,
  metric: Metric<BinarySample, Options>,
  options: Options,
  of: (values: TrueValues) => number,
  limits: Pick<Claim<Table>, 'tables'> = {},
) {
  return {
    value: (values: TrueValues): Claim<Table> => ({
      name: measure,
      measure,
      ...limits,
      holds: ({ candidate }) => holds(metric.estimate(candidate, options), of(values)),
    }),
    difference: (candidateValues: TrueValues, baselineValues: TrueValues): Claim<Table> => ({
      name: `Δ ${measure}, paired`,
      measure,
      holds: ({ candidate, baseline }) =>
        holds(pairedDifference(metric, candidate, baseline, options), of(candidateValues) - of(baselineValues)),
    }),
  }
}

/** Measures of one model and paired differences of two, on tables from a population. */
export function binaryStudy(population: Population): Study<Table> {
  const threshold = thresholdOf(population)
  const compared = [
    claimsOf('roc_auc', rocAuc, {}, ({ rocAuc }) => rocAuc),
    claimsOf('pr_auc', averagePrecision, {}, ({ averagePrecision }) => averagePrecision),
    claimsOf('recall', recall, threshold, ({ recall }) => recall),
    claimsOf('log_loss', logLoss, {}, ({ logLoss }) => logLoss),
    claimsOf('brier', brier, {}, ({ brier }) => brier),
    claimsOf('ece', ece, bins, ({ ece }) => ece),
  ]
  const ofOne = [
    claimsOf('rmsce', rmsce, bins, ({ rmsce }) => rmsce),
    claimsOf('smooth_ece', smoothEce, {}, ({ smoothEce }) => smoothEce, slow),
    claimsOf('kernel_calibration_error', kernelCalibrationError, kernel, (values) => values.kernelCalibrationError),
    claimsOf('calibration_slope', calibrationSlope, {}, ({ calibrationSlope }) => calibrationSlope),
    claimsOf('calibration_intercept', calibrationIntercept, {}, ({ calibrationIntercept }) => calibrationIntercept),
    claimsOf('calibration_in_the_large', calibrationLevel, {}, ({ calibrationLevel }) => calibrationLevel),
  ]
  const [candidate, baseline] = [population.candidate, population.baseline].map((model) =>
    trueValues(population.prevalence, model, { ...threshold, ...bins, ...kernel }),
  ) as [TrueValues, TrueValues]
  return {
    name: population.name,
    draw: (rows, random) => drawTable(population, rows, random),
    claims: [
      ...[...compared, ...ofOne].map(({ value }) => value(candidate)),
      ...compared.map(({ difference }) => difference(candidate, baseline)),
    ],
  }
}
