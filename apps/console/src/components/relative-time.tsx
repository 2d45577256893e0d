import { useSyncExternalStore } from 'react'
import { momentText, relativeText } from '../wording/index.ts'

/** `3 hours ago`, kept up to date; the exact time in its title and for machines. */
export function RelativeTime({ at }: { readonly at: string }) {
  const now = useSyncExternalStore(onMinute, currentMinute)
  const time = new Date(at)
  return (
    <time dateTime={at} title={momentText(time)}>
      {relativeText(time, new Date(Math.max(now, Date.now() - 60_000)))}
    </time>
  )
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all of them. */
function onMinute(changed: () => void): () => void {
  listeners.add(changed)
  timer ??= setInterval(() => {
    for (const listener of listeners) listener()
  }, 60_000)
  return () => {
    listeners.delete(changed)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

const currentMinute = () => Math.floor(Date.now() / 60_000) * 60_000
