import { Link } from '@tanstack/react-router'
import { CloudOff, Inbox, KeyRound, Lock, type LucideIcon, SearchX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { errorCode } from '../api/error-code.ts'
import { Button } from './button.tsx'
import styles from './states.module.css'

interface StateProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** Read out at once, as an error is. */
  readonly urgent?: boolean
}

function State({ icon: Icon, title, children, action, urgent = false }: StateProps) {
  return (
    <div className={styles['state']} role={urgent ? 'alert' : undefined} data-urgent={urgent}>
      <span className={styles['icon']}>
        <Icon size={20} aria-hidden />
      </span>
      <h2 className={styles['title']}>{title}</h2>
      {children === undefined ? null : <div className={styles['words']}>{children}</div>}
      {action === undefined ? null : <div className={styles['action']}>{action}</div>}
    </div>
  )
}

interface EmptyStateProps {
  readonly title: string
  /** What would fill it, and how. */
  readonly children?: ReactNode
  readonly action?: ReactNode
  readonly icon?: LucideIcon
}

/** Nothing here yet, or nothing that the filters let through. */
export function EmptyState({ icon = Inbox, ...rest }: EmptyStateProps) {
  return <State icon={icon} {...rest} />
}

/** A signed-in person may not see this. */
export function NoPermissionState({ words }: { readonly words?: string }) {
  return (
    <State icon={Lock} title="You may not see this">
      <p>{words ?? 'Your session lacks the scope for this page.'}</p>
      <p>An administrator of this workspace makes tokens under Settings.</p>
    </State>
  )
}

interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

/** What went wrong, in the words that its kind calls for, with the next step. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const words = error instanceof Error ? error.message : String(error)
  const retry = onRetry === undefined ? undefined : <Button onClick={onRetry}>Try again</Button>
  switch (errorCode(error)) {
    case 'FORBIDDEN':
      return <NoPermissionState words={words} />
    case 'UNAUTHORIZED':
      return (
        <State icon={KeyRound} title="You are not signed in" action={<Link to="/sign-in">Sign in</Link>}>
          <p>{words}</p>
        </State>
      )
    case 'NOT_FOUND':
      return (
        <State icon={SearchX} title="This is not here" action={<Link to="/">All models</Link>}>
          <p>{words}</p>
        </State>
      )
    case 'NETWORK':
    case 'SERVICE_UNAVAILABLE':
    case 'TIMEOUT':
      return (
        <State icon={CloudOff} title="The server did not answer" action={retry} urgent>
          <p>Nothing is lost: what was pushed stays in the store. Check that the server runs, then try again.</p>
          <p className={styles['detail']}>{words}</p>
        </State>
      )
    default:
      return (
        <State icon={TriangleAlert} title="This could not be shown" action={retry} urgent>
          <p className={styles['detail']}>{words}</p>
        </State>
      )
  }
}

/** The router's last resort. */
export function PageFailed({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return <ErrorState error={error} onRetry={reset} />
}
