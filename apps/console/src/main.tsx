import './design/tokens.css'
import './design/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/query-client.ts'
import { TRPCProvider, trpcClient } from './api/trpc.ts'
import { TooltipProvider } from './components/index.ts'
import { router } from './routes.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with id "root" to draw the console in')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        <TooltipProvider>
          <RouterProvider router={router} />
        </TooltipProvider>
      </TRPCProvider>
    </QueryClientProvider>
  </StrictMode>,
)
