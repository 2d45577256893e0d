import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { getRouteApi } from '@tanstack/react-router'
import { forestScale, useWidth } from '../../charts/index.ts'
import { Button, TableRows } from '../../components/index.ts'
import type { EvaluationSearch } from '../../route-search.ts'
import { boundList, boundsOf, counted, percentText, scaleOf, worstMeasurements } from '../../wording/index.ts'
import { fits, isNamed } from './filter-gates.ts'
import { ForestAxis, ForestBounds } from './forest-plot.tsx'
import styles from './gate-measurements.module.css'
import { MeasurementRow } from './measurement-row.tsx'

const route = getRouteApi('/evaluations/$id/')

const atFirst = 8

interface GateMeasurementsProps {
  readonly gate: GateVerdict
  /** The evaluation's. */
  readonly id: string
  readonly search: EvaluationSearch
}

/** A gate's measurements on one axis, worst first: the first few until all are asked for. */
export function GateMeasurements({ gate, id, search }: GateMeasurementsProps) {
  const showsAll = search.all?.includes(gate.name) === true
  const navigate = route.useNavigate()
  const showAll = (all: boolean) => {
    const others = search.all?.filter((name) => name !== gate.name) ?? []
    const named = all ? [...others, gate.name] : others
    void navigate({
      search: { ...search, all: named.length === 0 ? undefined : named },
      replace: true,
      resetScroll: false,
    })
  }
  const sorted = worstMeasurements(gate)
  const pointedAt = search.gate === gate.name ? search.slice : undefined
  const found = isNamed(gate, search.find)
    ? sorted
    : sorted.filter(({ slice }) => slice === pointedAt || fits(slice, search.find))
  // A list that is one row short of whole is shown whole: the button would take that row's place.
  const isLong = found.length > atFirst + 1
  const shown = isLong && !showsAll ? withPointedAt(found, pointedAt) : found
  const bounds = boundsOf(gate)
  const [plot, width] = useWidth<HTMLTableCellElement>()
  const scale = forestScale(shown, boundList(gate), width === 0 ? undefined : width)
  const numbers = scaleOf(
    sorted.flatMap(({ value, lower, upper }) => [value, lower, upper]),
    boundList(gate),
  )
  const hasBoth = sorted.some(({ of }) => of !== undefined)
  const level = sorted.find(({ lower }) => lower !== null)?.level
  return (
    <div>
      <table className={styles['table']} data-both={hasBoth} aria-rowcount={showsAll ? shown.length + 1 : undefined}>
        <caption className="visually-hidden">{`Measurements of ${gate.name}, worst first`}</caption>
        <thead>
          <tr>
            <th scope="col">Slice</th>
            <td ref={plot} className={styles['plot']}>
              {scale === null ? null : <ForestBounds scale={scale} bounds={bounds} />}
            </td>
            <th scope="col" data-align="end">
              {gate.metricLabel}
              {level === undefined ? '' : `, ${percentText(level)} interval`}
            </th>
            {hasBoth ? (
              <th scope="col" data-align="end">
                {gate.model} / {gate.versus ?? 'baseline'}
              </th>
            ) : null}
            <th scope="col" data-align="end">
              Rows
            </th>
          </tr>
        </thead>
        <TableRows
          rows={shown}
          rowKey={({ slice }) => slice}
          columns={hasBoth ? 5 : 4}
          estimatedHeight={36}
          isKept={({ slice }) => slice === pointedAt}
          row={(measurement, place) => (
            <MeasurementRow
              gate={gate}
              id={id}
              measurement={measurement}
              scale={scale}
              numbers={numbers}
              hasBoth={hasBoth}
              search={search}
              place={place}
            />
          )}
        />
        <tfoot>
          <tr>
            <td />
            <td className={styles['plot']}>{scale === null ? null : <ForestAxis scale={scale} />}</td>
            <td colSpan={hasBoth ? 3 : 2} />
          </tr>
        </tfoot>
      </table>
      {isLong ? (
        <Button kind="quiet" onClick={() => showAll(!showsAll)}>
          {showsAll ? `Show the worst ${atFirst}` : `Show all ${counted(found.length, 'slice')}`}
        </Button>
      ) : null}
    </div>
  )
}

/** The worst few, and the one that a link points at even where it is not among them. */
function withPointedAt(sorted: readonly MeasurementVerdict[], slice: string | undefined): MeasurementVerdict[] {
  return sorted.filter((measurement, at) => at < atFirst || measurement.slice === slice)
}
