import type { CurveEvidence, Evidence } from '@sluice/gates'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'

// Both are named by their content: what was fetched once stays true.
const forGood = { staleTime: Number.POSITIVE_INFINITY }

/** What an evaluation measured, without its curves: they are most of it, and judging reads none. */
export function useEvidence(id: string) {
  const trpc = useTRPC()
  return useQuery({
    ...trpc.evaluations.evidence.queryOptions({ id, without: 'curves' }, forGood),
    // The types of JSON forget that a pair has two ends.
    select: (evidence) => evidence as Evidence,
  })
}

/** An evaluation's curves. */
export function useCurves(id: string) {
  const trpc = useTRPC()
  return useQuery({
    ...trpc.evaluations.curves.queryOptions({ id }, forGood),
    select: (curves) => curves as readonly CurveEvidence[],
  })
}
