import { useQuery } from '@tanstack/react-query'
import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useTRPC } from '../api/trpc.ts'
import styles from './app-shell.module.css'
import { LiveUpdates } from './live-updates.tsx'
import { TopBar } from './top-bar.tsx'

/** What stands around every page. Whoever is not signed in is led to the sign-in page and back. */
export function AppShell() {
  const trpc = useTRPC()
  const { pathname, href } = useLocation()
  const session = useQuery(trpc.session.get.queryOptions(undefined, { staleTime: 300_000 }))
  const signedIn = session.data !== undefined && session.data.scopes.length > 0
  if (session.data !== undefined && !signedIn && pathname !== '/sign-in')
    return <Navigate to="/sign-in" search={href === '/' ? {} : { next: href }} replace />
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#content">
        Skip to content
      </a>
      <TopBar session={session.data} />
      <main id="content" className={styles['content']} tabIndex={-1}>
        <Outlet />
      </main>
      {signedIn ? <LiveUpdates /> : null}
    </div>
  )
}
