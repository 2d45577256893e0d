import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

const route = getRouteApi('/evaluations/$id/curves')

/** Browsers refuse an address that changes with every pixel of a slider. */
const settleMilliseconds = 200

/** The threshold of the address, which follows once the slider rests. */
export function useThreshold(usual: number): readonly [number, (threshold: number) => void] {
  const { threshold: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const [moved, setMoved] = useState<number | null>(null)
  useEffect(() => {
    if (moved === null) return
    const timer = setTimeout(() => {
      navigate({ search: (search) => ({ ...search, threshold: moved }), replace: true, resetScroll: false })
      setMoved(null)
    }, settleMilliseconds)
    return () => clearTimeout(timer)
  }, [moved, navigate])
  return [moved ?? asked ?? usual, setMoved]
}
