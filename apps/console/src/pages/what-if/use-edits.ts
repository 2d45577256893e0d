import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { PolicyEdits } from '../../judging/edit-policy.ts'
import { useSettled } from '../../use-settled.ts'

const route = getRouteApi('/evaluations/$id/what-if')
const none: PolicyEdits = {}

/** The edits of the address, so that a link shows what someone else tried. */
export function useEdits(): readonly [PolicyEdits, (edits: PolicyEdits) => void] {
  const { edits: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const write = useCallback(
    (edits: PolicyEdits) =>
      navigate({
        search: (search) => ({ ...search, edits: Object.keys(edits).length === 0 ? undefined : edits }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  return useSettled(asked ?? none, write)
}
