import type { CalibratedEvidence, CalibrationEvidence, CalibrationQuality, EstimateWithLimits } from '@sluice/gates'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type ForestScale, forestScale } from '../../charts/index.ts'
import { type Column, Select, Table } from '../../components/index.ts'
import { numberText, scaleOf } from '../../wording/index.ts'
import styles from './calibration.module.css'
import { calibratorName } from './calibrator-name.ts'

const route = getRouteApi('/evaluations/$id/calibration')

export type QualityName = keyof CalibrationQuality

const qualities: readonly { readonly value: QualityName; readonly label: string }[] = [
  { value: 'logLoss', label: 'log loss' },
  { value: 'brier', label: 'Brier score' },
  { value: 'ece', label: 'ECE' },
  { value: 'smoothEce', label: 'smooth ECE' },
]

interface CalibratorTableProps {
  readonly section: CalibrationEvidence
  /** The calibrator that is drawn. */
  readonly chosen: CalibratedEvidence | null
}

/** Every calibrator on the judged rows, one measure of them drawn with its intervals on one axis. */
export function CalibratorTable({ section, chosen }: CalibratorTableProps) {
  const { measure = 'logLoss' } = route.useSearch()
  const navigate = route.useNavigate()
  const label = qualities.find(({ value }) => value === measure)!.label
  const estimates = section.methods.flatMap(({ quality }) => (quality === null ? [] : [quality[measure]]))
  const scale = forestScale(estimates, [])
  const columns: Column<CalibratedEvidence>[] = [
    { id: 'method', header: 'Scores', names: true, cell: (row) => <MethodLink row={row} section={section} /> },
    {
      id: 'interval',
      header: `${label}, 95% interval`,
      width: '34%',
      cell: ({ quality }) =>
        scale === null || quality === null ? '–' : <Interval estimate={quality[measure]} scale={scale} />,
    },
    ...qualities.map(({ value, label: header }) => qualityColumn(section, value, header)),
    {
      id: 'change',
      header: 'Log loss against before',
      align: 'end',
      cell: ({ change, leftOut }) => leftOut ?? (change === null ? '–' : <Limits estimate={change} signed />),
    },
  ]
  return (
    <section aria-labelledby="calibrators">
      <div className={styles['tableHead']}>
        <h2 id="calibrators">Calibrators</h2>
        <Select
          label="Drawn"
          showLabel
          value={measure}
          options={qualities}
          onChange={(value) =>
            navigate({
              search: (search) => ({ ...search, measure: value === 'logLoss' ? undefined : value }),
              resetScroll: false,
            })
          }
        />
      </div>
      <Table
        caption={`Calibrators of ${section.model} on all rows of ${section.dataset}; less is better throughout`}
        showCaption
        columns={columns}
        rows={section.methods}
        rowKey={({ method }) => method}
        narrow="scroll"
        isMarked={({ method }) => method === chosen?.method}
      />
    </section>
  )
}

function qualityColumn(section: CalibrationEvidence, name: QualityName, header: string): Column<CalibratedEvidence> {
  const scale = scaleOf(section.methods.map(({ quality }) => quality?.[name].value ?? null))
  return {
    id: name,
    header,
    align: 'end',
    cell: ({ quality }) => {
      const value = quality?.[name].value ?? null
      return value === null ? '–' : numberText(value, scale)
    },
  }
}

function MethodLink({
  row: { method, quality },
  section: { applied, choice },
}: {
  row: CalibratedEvidence
  section: CalibrationEvidence
}) {
  const marks = [
    ...(method === applied ? ['in the policy'] : []),
    ...(method === choice?.method ? ['chosen'] : []),
  ].join(', ')
  const name = calibratorName(method)
  return (
    <span className={styles['method']}>
      {method === 'identity' || quality === null ? (
        name
      ) : (
        <Link
          from="/evaluations/$id/calibration"
          to="."
          search={(search) => ({ ...search, method })}
          resetScroll={false}
        >
          {name}
        </Link>
      )}
      {marks === '' ? null : <small>{marks}</small>}
    </span>
  )
}

function Interval({ estimate: { value, lower, upper }, scale }: { estimate: EstimateWithLimits; scale: ForestScale }) {
  return (
    <svg className={styles['interval']} aria-hidden="true">
      {lower === null || upper === null ? null : (
        <line x1={`${scale.at(lower)}%`} x2={`${scale.at(upper)}%`} y1="50%" y2="50%" />
      )}
      {value === null ? null : <circle cx={`${scale.at(value)}%`} cy="50%" r="4.5" />}
    </svg>
  )
}

function Limits({ estimate: { value, lower, upper }, signed }: { estimate: EstimateWithLimits; signed: boolean }) {
  const scale = scaleOf([value, lower, upper])
  if (value === null) return <>–</>
  const text = (number: number) => numberText(number, scale, signed)
  return (
    <span className={styles['limits']}>
      {text(value)}
      {lower === null || upper === null ? null : (
        <small>
          {text(lower)} to {text(upper)}
        </small>
      )}
    </span>
  )
}
