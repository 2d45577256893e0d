import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { HeatColumn, HeatRow } from './heat-map.ts'

const route = getRouteApi('/evaluations/$id/slices')

/** Goes to the curves of a slice. */
export function useOpenCurves() {
  const { id } = route.useParams()
  const navigate = useNavigate()
  return ({ slice }: HeatRow, column: HeatColumn | undefined) =>
    navigate({ to: '/evaluations/$id/curves', params: { id }, search: { slice, dataset: column?.dataset } })
}
