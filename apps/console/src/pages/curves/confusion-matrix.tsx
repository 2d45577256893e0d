import type { CSSProperties } from 'react'
import { Hint, Panel } from '../../components/index.ts'
import { countText, rateText, shortNumber } from '../../wording/index.ts'
import styles from './curves.module.css'
import { type Confusion, precisionOf, type Rates, selectionRateOf } from './rates-at-threshold.ts'
import type { Counts } from './samples.ts'

interface ConfusionMatrixProps {
  readonly rates: Rates | null
  readonly counts: Counts | null
  readonly confusion: Confusion | null
  readonly threshold: number
}

/** What the threshold does to the rows: four counts and the four rates that follow from them. */
export function ConfusionMatrix({ rates, counts, confusion, threshold }: ConfusionMatrixProps) {
  if (rates === null) return null
  const about = rates.exact ? '' : '≈ '
  const share = (value: number | null) => (value === null ? '–' : `${about}${rateText(value)}`)
  return (
    <Panel aria-labelledby="confusion">
      <h3 id="confusion">At {shortNumber(threshold)} and above</h3>
      {confusion === null || counts === null ? (
        <Hint>Nothing else was measured on these rows, so their number is not known. The rates below need none.</Hint>
      ) : (
        <Matrix confusion={confusion} counts={counts} about={about} />
      )}
      <dl className={styles['rates']} aria-live="polite">
        <Rate name="Recall" value={share(rates.recall)} />
        <Rate name="False-positive rate" value={share(rates.falsePositiveRate)} />
        {confusion === null || counts === null ? null : (
          <>
            <Rate name="Precision" value={share(precisionOf(confusion))} />
            <Rate name="Selected" value={share(selectionRateOf(confusion, counts))} />
          </>
        )}
      </dl>
      <Hint>
        {rates.exact
          ? 'A stored point of the curve.'
          : '≈: between two stored points of the curve, so read with care in the last digit.'}
        {counts?.weighted === true
          ? ' Rows carry weights: the counts are what the rates would make of unweighted rows.'
          : ''}
      </Hint>
    </Panel>
  )
}

function Matrix({ confusion, counts, about }: { confusion: Confusion; counts: Counts; about: string }) {
  const cell = (value: number, kind: 'right' | 'wrong') => (
    <td data-kind={kind} style={{ '--share': value / Math.max(1, counts.rows) } as CSSProperties}>
      {about}
      {countText(Math.round(value))}
    </td>
  )
  return (
    <table className={styles['matrix']}>
      <caption className="visually-hidden">Confusion matrix in rows</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">Selected</th>
          <th scope="col">Not selected</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Positive</th>
          {cell(confusion.truePositives, 'right')}
          {cell(confusion.falseNegatives, 'wrong')}
        </tr>
        <tr>
          <th scope="row">Negative</th>
          {cell(confusion.falsePositives, 'wrong')}
          {cell(confusion.trueNegatives, 'right')}
        </tr>
      </tbody>
    </table>
  )
}

function Rate({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
