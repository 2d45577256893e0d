import { QueryClient } from '@tanstack/react-query'
import { errorCode } from './error-code.ts'

const worthRetrying = new Set(['SERVICE_UNAVAILABLE', 'TIMEOUT', 'TOO_MANY_REQUESTS', 'NETWORK'])

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 600_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && worthRetrying.has(errorCode(error)),
    },
  },
})

/** Who is signed in changes with a new load of the page only. */
export const sessionKept = { staleTime: 300_000 }
