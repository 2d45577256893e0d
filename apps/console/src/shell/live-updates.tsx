import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { useOneTab } from './one-tab.ts'

interface Pushed {
  readonly model: string
  readonly verdict: string
}

/**
 * Fetches lists anew when an evaluation is pushed, and says so to those who cannot see the list change.
 *
 * One tab of a browser listens to the server and tells the others: browsers open six connections to a server, and a tab
 * that held one for good would leave none for the seventh.
 */
export function LiveUpdates() {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [news, setNews] = useState<Pushed>()
  const listens = useOneTab('sluice-live-updates')
  const [tabs] = useState(() => new BroadcastChannel('sluice-live-updates'))

  useEffect(() => {
    tabs.onmessage = ({ data }: MessageEvent<Pushed>) => setNews(data)
    return () => {
      tabs.onmessage = null
    }
  }, [tabs])
  useSubscription(
    trpc.evaluations.onPushed.subscriptionOptions(undefined, {
      enabled: listens,
      onData: ({ model, verdict }) => {
        tabs.postMessage({ model, verdict })
        setNews({ model, verdict })
      },
    }),
  )
  useEffect(() => {
    if (news !== undefined) fetchAnew(cache, trpc)
  }, [news, cache, trpc])

  return (
    <p className="visually-hidden" role="status">
      {news === undefined ? '' : `New evaluation of ${news.model}: ${news.verdict}`}
    </p>
  )
}

/** What a push may have changed. An evaluation that was the newest now has one after it. */
function fetchAnew(cache: QueryClient, trpc: ReturnType<typeof useTRPC>) {
  const { models, evaluations, waivers, policies } = trpc
  for (const { pathKey } of [models, evaluations.list, evaluations.get, waivers.list, policies])
    void cache.invalidateQueries({ queryKey: pathKey() })
}
