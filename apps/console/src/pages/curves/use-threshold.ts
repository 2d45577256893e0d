import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useSettled } from '../../use-settled.ts'

const route = getRouteApi('/evaluations/$id/curves')

/** The threshold of the address, which follows once the slider rests. */
export function useThreshold(usual: number): readonly [number, (threshold: number) => void] {
  const { threshold: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const write = useCallback(
    (threshold: number) =>
      navigate({ search: (search) => ({ ...search, threshold }), replace: true, resetScroll: false }),
    [navigate],
  )
  return useSettled(asked ?? usual, write)
}
