import { type RefObject, useEffect, useRef, useState } from 'react'

/** Which ends of a strip hide something: `none`, `start`, `end` or `both`. */
export type HiddenEnds = 'none' | 'start' | 'end' | 'both'

/**
 * A row of tabs that scrolls sideways where it is too long: says at which ends more of it is hidden, and keeps the chosen
 * tab in view.
 *
 * @param chosen changes whenever another tab is chosen
 * @param selector finds the chosen tab
 */
export function useStrip<Element extends HTMLElement>(
  chosen: string,
  selector: string,
): readonly [RefObject<Element | null>, HiddenEnds] {
  const ref = useRef<Element>(null)
  const [hidden, setHidden] = useState<HiddenEnds>('none')
  useEffect(() => {
    const strip = ref.current
    if (strip === null) return
    const look = () => setHidden(hiddenEnds(strip.scrollLeft, strip.clientWidth, strip.scrollWidth))
    look()
    const observer = new ResizeObserver(look)
    observer.observe(strip)
    strip.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      strip.removeEventListener('scroll', look)
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is another tab to show
  useEffect(() => {
    const strip = ref.current
    const tab = strip?.querySelector<HTMLElement>(selector)
    // Sideways only: the page itself must not jump to its tabs.
    if (strip && tab) strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2
  }, [chosen, selector])
  return [ref, hidden]
}

/** Pixels of a strip that lie before its window, of the window, and of the whole. */
export function hiddenEnds(before: number, shown: number, whole: number): HiddenEnds {
  const [start, end] = [before > 1, whole - shown - before > 1]
  return start ? (end ? 'both' : 'start') : end ? 'end' : 'none'
}
