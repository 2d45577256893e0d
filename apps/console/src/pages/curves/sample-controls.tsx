import type { Evidence } from '@sluice/gates'
import { getRouteApi } from '@tanstack/react-router'
import { Select } from '../../components/index.ts'
import styles from './curves.module.css'
import { datasetsOf, modelsOf, type Sample, slicesOf } from './samples.ts'

const route = getRouteApi('/evaluations/$id/curves')

const allRows = ''

/** Which dataset, model and slice the curves are of. */
export function SampleControls({ evidence, sample }: { readonly evidence: Evidence; readonly sample: Sample }) {
  const navigate = route.useNavigate()
  const choose = (change: { dataset?: string; model?: string; slice?: string | undefined }) =>
    navigate({ search: (search) => ({ ...search, ...change }), resetScroll: false })
  const { dataset, model, slice } = sample
  const options = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }))
  const slices = slicesOf(evidence.curves, dataset, model)
  return (
    <div className={styles['choices']}>
      <Select
        label="Dataset"
        showLabel
        value={dataset}
        options={options(datasetsOf(evidence.curves))}
        onChange={(chosen) => choose({ dataset: chosen, slice: undefined })}
      />
      <Select
        label="Model"
        showLabel
        value={model}
        options={options(modelsOf(evidence.curves, dataset))}
        onChange={(chosen) => choose({ model: chosen })}
      />
      {slices.length === 0 ? null : (
        <Select
          label="Slice"
          showLabel
          value={slice ?? allRows}
          options={[{ value: allRows, label: 'all rows' }, ...options(slices)]}
          onChange={(chosen) => choose({ slice: chosen === allRows ? undefined : chosen })}
        />
      )}
    </div>
  )
}
