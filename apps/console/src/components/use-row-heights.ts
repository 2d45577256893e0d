import { type RefObject, useLayoutEffect, useState } from 'react'

interface RowHeights {
  readonly estimateSize: () => number
  readonly measureElement: (row: Element) => number
}

/**
 * How high the rows of a long list are, for its virtualizer: drawn ones to a fraction of a pixel, all others as the mean of
 * those that were drawn first. Were either rounded, the list would grow and shrink as rows are drawn, and what is below it
 * would move under the pointer, between the press of a link and its release.
 *
 * @param estimated in pixels, until rows are drawn
 */
export function useRowHeights(list: RefObject<HTMLElement | null>, estimated: number): RowHeights {
  const [mean, setMean] = useState<number | null>(null)
  useLayoutEffect(() => {
    if (mean !== null) return
    const drawn = [...(list.current?.querySelectorAll(':scope > [data-index]') ?? [])]
    if (drawn.length > 0) setMean(drawn.reduce((sum, row) => sum + heightOf(row), 0) / drawn.length)
  })
  return { estimateSize: () => mean ?? estimated, measureElement: heightOf }
}

function heightOf(row: Element): number {
  return row.getBoundingClientRect().height
}
