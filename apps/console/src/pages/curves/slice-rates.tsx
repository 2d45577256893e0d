import type { Evidence } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { type Column, Hint, Table } from '../../components/index.ts'
import { countText, rateText, shortNumber } from '../../wording/index.ts'
import styles from './curves.module.css'
import { type Rates, ratesAt } from './rates-at-threshold.ts'
import { rowsBySlice, type SliceRow } from './rows-by-slice.ts'
import type { Sample } from './samples.ts'

interface SliceRatesProps {
  readonly evidence: Evidence
  readonly sample: Sample
  readonly threshold: number
}

/** What one threshold does to each slice, beside what it does to all rows. */
export function SliceRates({ evidence, sample, threshold }: SliceRatesProps) {
  const rows = rowsBySlice(evidence, sample, threshold, ratesAt)
  if (rows.length < 2) return null
  const [all] = rows
  const rate = (id: string, header: string, pick: (row: SliceRow) => number | null): Column<SliceRow> => ({
    id,
    header,
    align: 'end',
    cell: (row) => <RateCell value={pick(row)} all={all === undefined ? null : pick(all)} rates={row.rates} />,
  })
  const columns: Column<SliceRow>[] = [
    { id: 'slice', header: 'Slice', names: true, cell: (row) => <SliceLink row={row} /> },
    {
      id: 'rows',
      header: 'Rows',
      align: 'end',
      cell: ({ counts }) => (counts === null ? '–' : countText(counts.rows)),
    },
    {
      id: 'positives',
      header: 'Positives',
      align: 'end',
      cell: ({ counts }) => (counts === null ? '–' : countText(counts.positives)),
    },
    rate('recall', 'Recall', ({ rates }) => rates.recall),
    rate('fpr', 'False-positive rate', ({ rates }) => rates.falsePositiveRate),
    rate('precision', 'Precision', ({ precision }) => precision),
    rate('selected', 'Selected', ({ selectionRate }) => selectionRate),
  ]
  return (
    <section aria-labelledby="by-slice">
      <h2 id="by-slice" className={styles['sectionTitle']}>
        By slice at {shortNumber(threshold)}
      </h2>
      <Hint>
        Each dot is the slice, each line all rows. Slices of fewer than 50 rows have no curves and are not here.
      </Hint>
      <Table
        caption={`Rates of ${sample.model} by slice at the threshold ${shortNumber(threshold)}`}
        columns={columns}
        rows={rows}
        rowKey={({ slice }) => slice ?? 'all rows'}
        narrow="scroll"
        isMarked={({ slice }) => slice === sample.slice && slice !== null}
      />
    </section>
  )
}

function SliceLink({ row: { slice } }: { readonly row: SliceRow }) {
  return (
    <Link
      from="/evaluations/$id/curves"
      to="."
      search={(search) => ({ ...search, slice: slice ?? undefined })}
      resetScroll={false}
    >
      {slice ?? 'all rows'}
    </Link>
  )
}

function RateCell({ value, all, rates }: { value: number | null; all: number | null; rates: Rates }) {
  if (value === null) return <>–</>
  return (
    <span className={styles['rate']}>
      <span className={styles['track']} aria-hidden>
        {all === null ? null : <i style={{ left: `${all * 100}%` }} />}
        <b style={{ left: `${value * 100}%` }} />
      </span>
      <span className={styles['rateText']}>
        {rates.exact ? '' : '≈ '}
        {rateText(value)}
      </span>
    </span>
  )
}
