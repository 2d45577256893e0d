import type { StressEvidence, StressSlice } from '@sluice/gates'
import { getRouteApi } from '@tanstack/react-router'
import { forestScale, IntervalTrack } from '../../charts/index.ts'
import { type Column, Estimate, Hint, Select, Stack, Table } from '../../components/index.ts'
import { countText, rateText, sliceName } from '../../wording/index.ts'
import { valueWords } from './outcomes.ts'
import styles from './stress.module.css'

const route = getRouteApi('/evaluations/$id/stress')

const every = ''

/** Slices of fewer rows do not stretch the scale that all share; nor are they ever called the worst. */
const leastRows = 30

interface SliceFailuresProps {
  readonly suite: StressEvidence
  /** The slice definition that the address names, if it does. */
  readonly asked: string | undefined
}

/** Who the model fails most under stress. */
export function SliceFailures({ suite, asked }: SliceFailuresProps) {
  const navigate = route.useNavigate()
  const partitions = [...new Set(suite.slices.map(({ partition }) => partition))]
  const partition = partitions.find((one) => one === asked)
  const rows = suite.slices
    .filter((slice) => partition === undefined || slice.partition === partition)
    .toSorted((a, b) => (b.failureRate.value ?? -1) - (a.failureRate.value ?? -1))
  return (
    <section aria-labelledby="by-slice">
      <Stack>
        <div className={styles['head']}>
          <h2 id="by-slice">By slice</h2>
          {partitions.length < 2 ? null : (
            <Select
              label="Slices by"
              showLabel
              value={partition ?? every}
              options={[
                { value: every, label: 'all definitions' },
                ...partitions.map((name) => ({ value: name, label: name })),
              ]}
              onChange={(chosen) =>
                navigate({
                  search: (old) => ({ ...old, partition: chosen === every ? undefined : chosen }),
                  replace: true,
                  resetScroll: false,
                })
              }
            />
          )}
        </div>
        {suite.slices.length === 0 ? (
          <Hint>
            The suite shows no slices: add <code>slices: all</code> or a list of names to it.
          </Hint>
        ) : (
          <>
            <WorstSlice suite={suite} />
            <SliceTable suite={suite} rows={rows} />
          </>
        )}
      </Stack>
    </section>
  )
}

function WorstSlice({ suite: { slices, worstSlice, failureRate } }: { readonly suite: StressEvidence }) {
  const worst = slices.find(({ partition, slice }) => partition === worstSlice?.partition && slice === worstSlice.slice)
  if (worst === undefined) return <Hint>No slice of at least {leastRows} rows is worse than the others.</Hint>
  return (
    <p>
      Most failures: <strong>{sliceName(worst.slice)}</strong>, {valueWords(worst.failureRate, rateText)}, all rows{' '}
      {valueWords(failureRate, rateText)}. It was chosen among {countText(slices.length)} slices, so its rate is more
      likely too high than too low.
    </p>
  )
}

function SliceTable({ suite, rows }: { readonly suite: StressEvidence; readonly rows: readonly StressSlice[] }) {
  const { failureRate, flipRate, slices, worstSlice } = suite
  const isWorst = ({ partition, slice }: StressSlice) =>
    partition === worstSlice?.partition && slice === worstSlice.slice
  const large = slices.filter((slice) => slice.failureRate.n >= leastRows)
  const drawn = large.length === 0 ? slices : large
  const failures = forestScale(
    drawn.map((slice) => slice.failureRate),
    failureRate.value === null ? [] : [failureRate.value],
  )
  const flips = forestScale(
    drawn.flatMap((slice) => slice.flipRate ?? []),
    flipRate === null || flipRate.value === null ? [] : [flipRate.value],
  )
  const columns: Column<StressSlice>[] = [
    {
      id: 'slice',
      header: 'Slice',
      names: true,
      cell: (row) => `${sliceName(row.slice)}${isWorst(row) ? ', worst' : ''}`,
    },
    { id: 'rows', header: 'Rows', align: 'end', cell: (row) => countText(row.failureRate.n) },
    {
      id: 'failures',
      header: 'Failure rate',
      cell: (row) => (
        <span className={styles['measured']}>
          {failures === null ? null : (
            <IntervalTrack {...row.failureRate} scale={failures} against={failureRate.value} colour="var(--series-2)" />
          )}
          <Estimate of={row.failureRate} text={rateText} interval="beside" />
        </span>
      ),
    },
    ...(flipRate === null || flips === null
      ? []
      : [
          {
            id: 'flips',
            header: 'Flip rate',
            cell: (row: StressSlice) =>
              row.flipRate === null ? (
                '–'
              ) : (
                <span className={styles['measured']}>
                  <IntervalTrack {...row.flipRate} scale={flips} against={flipRate.value} colour="var(--series-4)" />
                  <Estimate of={row.flipRate} text={rateText} interval="beside" />
                </span>
              ),
          },
        ]),
  ]
  return (
    <Table
      caption="Failures and flips by slice; each upright line is all rows"
      columns={columns}
      rows={rows}
      narrow="scroll"
      rowKey={({ partition, slice }) => `${partition} ${slice}`}
      isMarked={isWorst}
    />
  )
}
