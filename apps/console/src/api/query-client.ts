import { QueryClient } from '@tanstack/react-query'
import { errorCode } from './error-code.ts'

const worthRetrying = new Set(['SERVICE_UNAVAILABLE', 'TIMEOUT', 'TOO_MANY_REQUESTS', 'NETWORK'])

/** Asks even where the browser thinks itself offline: the server may be this machine, or within a network of its own. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 30_000,
      gcTime: 600_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && worthRetrying.has(errorCode(error)),
    },
    mutations: { networkMode: 'always' },
  },
})

/** Who is signed in changes with a new load of the page only. */
export const sessionKept = { staleTime: 300_000 }
