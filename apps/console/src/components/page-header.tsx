import type { ReactNode } from 'react'
import { useEffect } from 'react'
import styles from './page-header.module.css'

interface PageHeaderProps {
  readonly title: string
  /** Shown in place of the title, where that holds more than text. */
  readonly heading?: ReactNode
  /** Links to where this stands: `Models / credit-default`. */
  readonly above?: ReactNode
  /** One sentence. */
  readonly lead?: ReactNode
  readonly actions?: ReactNode
}

/** A page's own heading, which names the browser's tab as well. */
export function PageHeader({ title, heading, above, lead, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Sluice`
  }, [title])
  return (
    <header className={styles['header']}>
      {above === undefined ? null : <div className={styles['above']}>{above}</div>}
      <div className={styles['row']}>
        <h1 className={styles['title']}>{heading ?? title}</h1>
        {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
      </div>
      {lead === undefined ? null : <div className={styles['lead']}>{lead}</div>}
    </header>
  )
}
