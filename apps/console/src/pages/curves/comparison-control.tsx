import { getRouteApi } from '@tanstack/react-router'
import { LineKey } from '../../charts/index.ts'
import type { ComparedModel } from './compared-models.ts'
import styles from './curves.module.css'

const route = getRouteApi('/evaluations/$id/curves')

/** Which models' curves lie behind those that are looked at. */
export function ComparisonControl({ models }: { readonly models: readonly ComparedModel[] }) {
  const navigate = route.useNavigate()
  if (models.length === 0) return null
  const toggle = (model: string) => {
    const shown = models.filter((each) => (each.model === model ? !each.shown : each.shown)).map((each) => each.model)
    void navigate({
      search: (search) => ({ ...search, beside: shown.length === 0 ? 'none' : shown }),
      replace: true,
      resetScroll: false,
    })
  }
  return (
    <fieldset className={styles['compared']}>
      <legend>Compared with</legend>
      {models.map(({ model, colour, quiet, shown }) => (
        <button
          key={model}
          type="button"
          className={styles['toggle']}
          aria-pressed={shown}
          onClick={() => toggle(model)}
        >
          <LineKey colour={shown ? colour : 'var(--line-strong)'} quiet={quiet} />
          {model}
        </button>
      ))}
    </fieldset>
  )
}
