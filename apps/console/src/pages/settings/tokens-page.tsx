import { useInfiniteQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { TokenRecord } from '../../api/records.ts'
import { useTRPC } from '../../api/trpc.ts'
import {
  Button,
  type Column,
  EmptyState,
  ErrorState,
  RelativeTime,
  SkeletonLines,
  Table,
} from '../../components/index.ts'
import { firstPageOf } from '../page-size.ts'
import { NewToken } from './new-token.tsx'
import { RevokeToken } from './revoke-token.tsx'
import styles from './settings.module.css'

/** Every token of the workspace; new ones are made here, old ones revoked. */
export function TokensPage() {
  const trpc = useTRPC()
  const tokens = useInfiniteQuery(trpc.tokens.list.infiniteQueryOptions({}, firstPageOf))
  const [isMaking, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<TokenRecord | null>(null)
  if (tokens.isPending) return <SkeletonLines lines={3} />
  if (tokens.isError) return <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />
  const rows = tokens.data.pages.flatMap(({ items }) => items)
  const make = (
    <Button kind="primary" onClick={() => setMaking(true)}>
      <Plus size={14} aria-hidden />
      New token
    </Button>
  )
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState icon={KeyRound} title="No tokens" action={make}>
          <p>CI pushes verdicts with a token of the scope push; people read with one of the scope read.</p>
        </EmptyState>
      ) : (
        <>
          <div className={styles['intro']}>
            <p>Tokens let CI push verdicts and people sign in. The server keeps a hash only: a token is shown once.</p>
            {make}
          </div>
          <Table caption="Tokens" columns={columnsWith(setRevoking)} rows={rows} rowKey={({ id }) => id} />
          {tokens.hasNextPage ? (
            <Button kind="quiet" busy={tokens.isFetchingNextPage} onClick={() => void tokens.fetchNextPage()}>
              Older tokens
            </Button>
          ) : null}
        </>
      )}
      <NewToken open={isMaking} onClose={() => setMaking(false)} />
      {revoking === null ? null : <RevokeToken token={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

function columnsWith(revoke: (token: TokenRecord) => void): readonly Column<TokenRecord>[] {
  return [
    { id: 'name', header: 'Name', names: true, cell: ({ name }) => name },
    {
      id: 'prefix',
      header: 'Begins with',
      cell: ({ prefix }) => <code className={styles['muted']}>{prefix}…</code>,
    },
    {
      id: 'scopes',
      header: 'Scopes',
      cell: ({ scopes }) => (
        <span className={styles['scopes']}>
          {scopes.map((scope) => (
            <span key={scope} className={styles['scope']}>
              {scope}
            </span>
          ))}
        </span>
      ),
    },
    { id: 'created', header: 'Made', cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      id: 'used',
      header: 'Last used',
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? <span className={styles['muted']}>never</span> : <RelativeTime at={lastUsedAt} />,
    },
    {
      id: 'state',
      header: 'State',
      align: 'end',
      cell: (token) =>
        token.revokedAt === null ? (
          <Button kind="danger" onClick={() => revoke(token)} aria-label={`Revoke ${token.name}`}>
            Revoke
          </Button>
        ) : (
          <span className={styles['muted']}>
            revoked <RelativeTime at={token.revokedAt} />
          </span>
        ),
    },
  ]
}
