import { useEffect, useRef } from 'react'
import type { EvaluationSearch } from '../../route-search.ts'

/** The id of a gate's card, or of a slice's row in it. */
export function anchorOf(gate: string, slice?: string): string {
  return slice === undefined ? `gate ${gate}` : `gate ${gate} slice ${slice}`
}

/** Scrolls once to what the address named when the page was opened; later choices are made where the reader looks. */
export function useDeepLink({ gate, slice }: EvaluationSearch, isThere: boolean): void {
  const done = useRef(false)
  useEffect(() => {
    if (!isThere || done.current) return
    done.current = true
    if (gate === undefined) return
    // In the next frame: with a new page the router scrolls to its top, and whichever comes last is what the reader sees.
    requestAnimationFrame(() => {
      const row = slice === undefined ? null : document.getElementById(anchorOf(gate, slice))
      const target = row ?? document.getElementById(anchorOf(gate))
      target?.scrollIntoView({ block: row === null ? 'start' : 'center' })
      target?.focus({ preventScroll: true })
    })
  }, [gate, slice, isThere])
}
