import { useEffect, useState } from 'react'

/**
 * Whether this tab is the one of the browser that does some work for all of them. When it closes, another takes over.
 *
 * Browsers give locks to pages of HTTPS and of this machine only; elsewhere every tab that can be seen does the work.
 */
export function useOneTab(work: string): boolean {
  const [chosen, setChosen] = useState(false)
  useEffect(() => {
    const locks: LockManager | undefined = navigator.locks
    return locks === undefined ? whileVisible(setChosen) : whileLocked(locks, work, setChosen)
  }, [work])
  return chosen
}

function whileLocked(locks: LockManager, name: string, setChosen: (chosen: boolean) => void): () => void {
  const waiting = new AbortController()
  let release = () => {}
  const held = () =>
    new Promise<void>((resolve) => {
      release = resolve
      setChosen(true)
    })
  // Refused only where this tab gave up waiting.
  locks.request(name, { signal: waiting.signal }, held).catch(() => {})
  return () => {
    waiting.abort()
    release()
  }
}

function whileVisible(setChosen: (chosen: boolean) => void): () => void {
  const look = () => setChosen(document.visibilityState === 'visible')
  look()
  document.addEventListener('visibilitychange', look)
  return () => document.removeEventListener('visibilitychange', look)
}
