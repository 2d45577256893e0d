import type { CalibrationEvidence } from '@sluice/gates'
import { getRouteApi } from '@tanstack/react-router'
import { Select } from '../../components/index.ts'
import type { CalibrationSearch } from '../../route-search.ts'
import styles from './calibration.module.css'
import { calibratorName } from './calibrator-name.ts'
import { type ChosenSample, slicesOf } from './chosen-sample.ts'

const route = getRouteApi('/evaluations/$id/calibration')

const allRows = ''

interface CalibrationControlsProps {
  readonly sections: readonly CalibrationEvidence[]
  readonly sample: ChosenSample
}

/** Which scores are drawn, and how. */
export function CalibrationControls({ sections, sample }: CalibrationControlsProps) {
  const navigate = route.useNavigate()
  const { show = 'both', curve = 'bins' } = route.useSearch()
  const choose = (change: CalibrationSearch) =>
    navigate({ search: (search) => ({ ...search, ...change }), resetScroll: false })
  const { section, slice, before, after } = sample
  const named = (names: readonly string[]) => [...new Set(names)].map((name) => ({ value: name, label: name }))
  const models = sections.filter(({ dataset }) => dataset === section.dataset).map(({ model }) => model)
  const calibrators = section.methods.slice(1).filter(({ quality }) => quality !== null)
  return (
    <div className={styles['controls']}>
      <Select
        label="Dataset"
        showLabel
        value={section.dataset}
        options={named(sections.map(({ dataset }) => dataset))}
        onChange={(dataset) => choose({ dataset })}
      />
      <Select
        label="Model"
        showLabel
        value={section.model}
        options={named(models)}
        onChange={(model) => choose({ model, method: undefined })}
      />
      <Select
        label="Slice"
        showLabel
        value={slice ?? allRows}
        options={[{ value: allRows, label: 'all rows' }, ...named(slicesOf(before))]}
        onChange={(chosen) => choose({ slice: chosen === allRows ? undefined : chosen })}
      />
      {after === null ? null : (
        <>
          <Select
            label="Calibrator"
            showLabel
            value={after.method}
            options={calibrators.map(({ method }) => ({ value: method, label: calibratorName(method) }))}
            onChange={(method) => choose({ method })}
          />
          <Select
            label="Show"
            showLabel
            value={show}
            options={[
              { value: 'both', label: 'before and after' },
              { value: 'before', label: 'before' },
              { value: 'after', label: 'after' },
            ]}
            onChange={(chosen) => choose({ show: chosen === 'both' ? undefined : chosen })}
          />
        </>
      )}
      <Select
        label="Curve"
        showLabel
        value={curve}
        options={[
          { value: 'bins', label: 'bins' },
          { value: 'corp', label: 'isotonic (CORP)' },
        ]}
        onChange={(chosen) => choose({ curve: chosen === 'bins' ? undefined : chosen })}
      />
    </div>
  )
}
