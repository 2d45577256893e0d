import type { StressCase, StressCell } from '@sluice/gates'
import { getRouteApi, Link } from '@tanstack/react-router'
import { shortNumber } from '../../wording/index.ts'
import { scoreList } from './score-words.ts'
import styles from './stress.module.css'

const route = getRouteApi('/evaluations/$id/stress')

interface CaseDetailProps {
  readonly of: StressCase
  /** The classes that its scores are of, where they have names. */
  readonly classes: readonly string[] | undefined
}

/** One row before and after, the columns that changed first and marked. */
export function CaseDetail({ of: one, classes }: CaseDetailProps) {
  const { columns: asked } = route.useSearch()
  const changed = new Set(one.changed)
  const all = Object.keys({ ...one.before, ...one.after })
  const stayed = all.filter((column) => !changed.has(column))
  const shown = [...one.changed, ...(asked === 'all' ? stayed : [])]
  return (
    <div className={styles['detail']}>
      <table>
        <caption className="visually-hidden">Row {one.row} before and after</caption>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((column) => (
            <tr key={column} data-changed={changed.has(column)}>
              <th scope="row">{column}</th>
              <td>{cellText(one.before[column])}</td>
              <td>{changed.has(column) ? <mark>{cellText(one.after[column])}</mark> : cellText(one.after[column])}</td>
            </tr>
          ))}
          <tr className={styles['scores']}>
            <th scope="row">{one.scoresBefore.length === 1 ? 'Score' : 'Scores'}</th>
            <td>{scoreList(one.scoresBefore, classes)}</td>
            <td>{scoreList(one.scoresAfter, classes)}</td>
          </tr>
        </tbody>
      </table>
      {stayed.length === 0 ? null : (
        <Link
          from="/evaluations/$id/stress"
          to="."
          search={(old) => ({ ...old, columns: asked === 'all' ? undefined : 'all' })}
          replace
          resetScroll={false}
        >
          {asked === 'all' ? 'Only the columns that changed' : `Also the ${stayed.length} columns that stayed`}
        </Link>
      )}
    </div>
  )
}

function cellText(cell: StressCell | undefined): string {
  if (cell === null || cell === undefined) return 'missing'
  return typeof cell === 'number' ? shortNumber(cell) : String(cell)
}
