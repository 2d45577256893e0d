import type { GateVerdict } from '@sluice/gates'
import {
  boundList,
  counted,
  expectationSign,
  isDifference,
  numberText,
  scaleOf,
  sliceName,
  worstMeasurements,
} from '../../wording/index.ts'
import styles from './gate-line.module.css'

/** What a gate that passes says in one line: its estimate, or that of the slice nearest to failing, and its bound. */
export function GateLine({ gate }: { readonly gate: GateVerdict }) {
  const measured = worstMeasurements(gate).filter(({ value }) => value !== null)
  const [worst] = measured
  const { metricLabel, dataset, measurements } = gate
  return (
    <p className={styles['facts']}>
      <span className={styles['subject']}>
        {metricLabel} on {dataset}
      </span>
      <span className={styles['slice']}>
        {worst === undefined || measurements.length < 2
          ? null
          : `${sliceName(worst.slice)}, worst of ${counted(measurements.length, 'slice')}`}
      </span>
      <span className={styles['estimate']}>
        {worst?.value == null
          ? 'no value'
          : numberText(worst.value, scaleOf([worst.value], boundList(gate)), isDifference(gate))}
      </span>
      <span className={styles['bound']}>{expectationSign(gate)}</span>
    </p>
  )
}
