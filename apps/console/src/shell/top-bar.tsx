import type { SessionAnswer } from '@sluice/api'
import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { SignOut } from './sign-out.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import styles from './top-bar.module.css'

const QuickJump = lazy(() => import('./quick-jump.tsx').then(({ QuickJump }) => ({ default: QuickJump })))

/** Workspace, the places to go, the way to a model by its name, and the theme. */
export function TopBar({ session }: { readonly session: SessionAnswer | undefined }) {
  const [jumping, setJumping] = useState(false)
  const signedIn = session !== undefined && session.scopes.length > 0
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setJumping(true)
    }
    window.addEventListener('keydown', open)
    return () => window.removeEventListener('keydown', open)
  }, [])
  return (
    <header className={styles['bar']}>
      <div className={styles['inner']}>
        <Link to="/" className={styles['home']}>
          <img src="/mark.svg" width={22} height={22} alt="" />
          <span>Sluice</span>
        </Link>
        {signedIn ? <span className={styles['workspace']}>{session.workspace.name}</span> : null}
        {signedIn ? (
          <nav aria-label="Main" className={styles['nav']}>
            <Link to="/" activeOptions={{ exact: true }}>
              Models
            </Link>
            <Link to="/settings">Settings</Link>
          </nav>
        ) : null}
        <div className={styles['tools']}>
          {signedIn ? (
            <button type="button" className={styles['jump']} onClick={() => setJumping(true)}>
              <Search size={14} aria-hidden />
              <span>Jump to a model</span>
              <kbd aria-hidden>{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl '}K</kbd>
            </button>
          ) : null}
          <ThemeToggle />
          {signedIn && session.mode !== 'single-user' ? <SignOut actor={session.actor} /> : null}
        </div>
      </div>
      {jumping && signedIn ? (
        <Suspense>
          <QuickJump onClose={() => setJumping(false)} />
        </Suspense>
      ) : null}
    </header>
  )
}
