import type { GateVerdict } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { StatusIcon } from '../../components/index.ts'
import { counted, statusWord, worstGates } from '../../wording/index.ts'
import styles from './policy.module.css'

interface StatusLinksProps {
  readonly gates: readonly GateVerdict[]
  readonly marked: string | null
  /** Called where a link leads to the line that is marked already, which no change of the address shows again. */
  readonly onAgain: () => void
}

/** What does not pass, worst first, each leading to its line of the file below; the rest as a count. */
export function StatusLinks({ gates, marked, onAgain }: StatusLinksProps) {
  if (gates.length === 0) return null
  const open = worstGates(gates).filter(({ status }) => status !== 'pass')
  const passing = gates.length - open.length
  return (
    <ul className={styles['statuses']} aria-label="Gates that do not pass, by line">
      {open.map(({ name, status, location }) => (
        <li key={name} className={styles['jump']} data-status={status}>
          <StatusIcon status={status} size={14} label />
          <Link
            from="/models/$model/policy"
            to="."
            search={(search) => ({ ...search, gate: name, file: undefined })}
            replace
            resetScroll={false}
            aria-current={name === marked ? 'location' : undefined}
            title={`${statusWord[status]}: line ${location.line}`}
            {...(name === marked && { onClick: onAgain })}
          >
            {name}
          </Link>
          <span className={styles['at']}>{location.line}</span>
        </li>
      ))}
      {passing === 0 ? null : (
        <li className={styles['rest']}>
          <StatusIcon status="pass" size={14} />
          {open.length === 0 ? `All ${counted(passing, 'gate')} pass` : `${counted(passing, 'gate')} pass`}
        </li>
      )}
    </ul>
  )
}
