import { useQuery } from '@tanstack/react-query'
import { Navigate, Outlet, useLocation, useMatches } from '@tanstack/react-router'
import { sessionKept } from '../api/query-client.ts'
import { useTRPC } from '../api/trpc.ts'
import { ErrorState, PagePending } from '../components/index.ts'
import styles from './app-shell.module.css'
import { LiveUpdates } from './live-updates.tsx'
import { TopBar } from './top-bar.tsx'

/** What stands around every page. Whoever is not signed in is led to the sign-in page and back. */
export function AppShell() {
  const trpc = useTRPC()
  const { pathname, href } = useLocation()
  const session = useQuery(trpc.session.get.queryOptions(undefined, sessionKept))
  const signedIn = session.data !== undefined && session.data.scopes.length > 0
  // The address changes before the page does: until the sign-in page is there, the one that was asked for must not ask.
  const isSigningIn = useMatches({ select: (matches) => matches.at(-1)?.routeId === '/sign-in' })
  if (session.data !== undefined && !signedIn && !isSigningIn)
    return pathname === '/sign-in' ? (
      <PagePending />
    ) : (
      <Navigate to="/sign-in" search={href === '/' ? {} : { next: href }} replace />
    )
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#content">
        Skip to content
      </a>
      <TopBar session={session.data} />
      <main id="content" className={styles['content']} tabIndex={-1}>
        {session.isPending ? (
          <PagePending />
        ) : session.data === undefined ? (
          <ErrorState error={session.error} onRetry={() => void session.refetch()} />
        ) : (
          <Outlet />
        )}
      </main>
      {signedIn ? <LiveUpdates /> : null}
    </div>
  )
}
