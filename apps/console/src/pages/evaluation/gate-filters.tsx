import type { GateVerdict } from '@sluice/gates'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { StatusIcon, TextField } from '../../components/index.ts'
import type { EvaluationSearch } from '../../route-search.ts'
import { statusOrder, statusWord } from '../../wording/index.ts'
import styles from './gate-filters.module.css'

const route = getRouteApi('/evaluations/$id/')

interface GateFiltersProps {
  readonly gates: readonly GateVerdict[]
  readonly search: EvaluationSearch
}

/** Which gates are shown; every choice is part of the address. */
export function GateFilters({ gates, search }: GateFiltersProps) {
  const { id } = route.useParams()
  const navigate = route.useNavigate()
  const { status: chosen, find } = search
  const count = (status: string) => gates.filter((gate) => gate.status === status).length
  const look = (text: string) =>
    void navigate({
      search: { status: chosen, find: text === '' ? undefined : text },
      replace: true,
      resetScroll: false,
    })
  return (
    <search className={styles['filters']}>
      <ul className={styles['statuses']} aria-label="Gates by status">
        <li>
          <Link
            to="/evaluations/$id"
            params={{ id }}
            search={{ find }}
            replace
            resetScroll={false}
            className={styles['status']}
            aria-current={chosen === undefined}
          >
            All {gates.length}
          </Link>
        </li>
        {statusOrder
          .filter((status) => count(status) > 0)
          .map((status) => (
            <li key={status}>
              <Link
                to="/evaluations/$id"
                params={{ id }}
                search={{ status, find }}
                replace
                resetScroll={false}
                className={styles['status']}
                aria-current={chosen === status}
              >
                <StatusIcon status={status} size={14} />
                {statusWord[status]} {count(status)}
              </Link>
            </li>
          ))}
      </ul>
      <div className={styles['find']}>
        <TextField
          label="Find a gate, metric or slice"
          placeholder="Gate, metric or slice"
          type="search"
          icon={Search}
          value={find ?? ''}
          onChange={(event) => look(event.target.value)}
        />
      </div>
    </search>
  )
}
