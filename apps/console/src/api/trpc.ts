import type { AppRouter } from '@sluice/api'
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  type Operation,
  splitLink,
  type TRPCClientErrorLike,
} from '@trpc/client'
import { createTRPCContext, createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { queryClient } from './query-client.ts'

/** What procedures answer with when they refuse. */
export type ApiError = TRPCClientErrorLike<AppRouter>

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

const url = '/trpc'

// Their answers are large: in a batch they would hold back what the page shows first.
const large = new Set(['evaluations.evidence', 'evaluations.curves', 'evaluations.past', 'audit.verify'])

const forgeryHeader = (operations: readonly Pick<Operation, 'type'>[]): Record<string, string> =>
  operations.some(({ type }) => type === 'mutation') ? { 'x-sluice-csrf': '1' } : {}

export const trpcClient = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ url }),
      false: splitLink({
        condition: ({ path }) => large.has(path),
        true: httpLink({ url, headers: ({ op }) => forgeryHeader([op]) }),
        false: httpBatchLink({ url, maxItems: 10, headers: ({ opList }) => forgeryHeader(opList) }),
      }),
    }),
  ],
})

/** Query options outside components: routes begin to fetch while their page's code is still on its way. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient })
