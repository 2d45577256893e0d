import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { curvesOf, type HeatColumn, type HeatRow } from './heat-map.ts'

const route = getRouteApi('/evaluations/$id/slices')

/** Goes to the curves of a slice that a column is about; nowhere where it has none. */
export function useOpenCurves() {
  const { id } = route.useParams()
  const navigate = useNavigate()
  return (row: HeatRow, columns: readonly HeatColumn[], at: number) => {
    const curves = curvesOf(row, columns, at)
    if (curves === null) return
    void navigate({ to: '/evaluations/$id/curves', params: { id }, search: { slice: row.slice, ...curves } })
  }
}
