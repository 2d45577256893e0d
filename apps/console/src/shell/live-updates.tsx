import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import { useTRPC } from '../api/trpc.ts'

/** Fetches lists anew when an evaluation is pushed, and says so to those who cannot see the list change. */
export function LiveUpdates() {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [news, setNews] = useState('')
  useSubscription(
    trpc.evaluations.onPushed.subscriptionOptions(undefined, {
      onData: ({ model, verdict }) => {
        setNews(`New evaluation of ${model}: ${verdict}`)
        const stale = [trpc.models.list, trpc.evaluations.list, trpc.waivers.list, trpc.policies.versions]
        for (const { pathKey } of stale) void cache.invalidateQueries({ queryKey: pathKey() })
        // An evaluation that was the newest now has one after it.
        void cache.invalidateQueries({ queryKey: trpc.evaluations.get.pathKey() })
      },
    }),
  )
  return (
    <p className="visually-hidden" role="status">
      {news}
    </p>
  )
}
