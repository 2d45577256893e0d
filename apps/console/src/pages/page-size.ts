/** Options of every list that is paged by cursor. */
export const firstPageOf = {
  getNextPageParam: ({ nextCursor }: { readonly nextCursor: string | null }) => nextCursor ?? undefined,
}
