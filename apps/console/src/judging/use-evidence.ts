import type { Evidence } from '@sluice/gates'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'

/** An evaluation's evidence, curves included. It is named by its content, so what was fetched once stays true. */
export function useEvidence(id: string) {
  const trpc = useTRPC()
  return useQuery({
    ...trpc.evaluations.evidence.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY }),
    // The types of JSON forget that a pair has two ends.
    select: (evidence) => evidence as Evidence,
  })
}
