import { type RefObject, useLayoutEffect, useState } from 'react'

/** How far an element is from the top of the page, in pixels, also after something above it has changed its height. */
export function useDistanceFromTop(element: RefObject<HTMLElement | null>): number {
  const [distance, setDistance] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current !== null) setDistance(element.current.getBoundingClientRect().top + window.scrollY)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    measure()
    return () => observer.disconnect()
  }, [element])
  return distance
}
