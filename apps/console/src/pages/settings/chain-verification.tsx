import { useQuery } from '@tanstack/react-query'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useTRPC } from '../../api/trpc.ts'
import { Button } from '../../components/index.ts'
import { counted } from '../../wording/index.ts'
import styles from './chain-verification.module.css'

/** Walks the whole chain of hashes when asked, and says what it found. */
export function ChainVerification() {
  const trpc = useTRPC()
  const check = useQuery(trpc.audit.verify.queryOptions(undefined, { enabled: false, gcTime: 0, retry: false }))
  return (
    <div className={styles['check']}>
      <p role="status" className={styles['answer']}>
        {check.isError ? (
          <span className={styles['broken']}>{check.error.message}</span>
        ) : check.data === undefined ? null : check.data.ok ? (
          <span className={styles['whole']}>
            <ShieldCheck size={15} aria-hidden />
            Unbroken: {counted(check.data.entries, 'entry', 'entries')} as written
          </span>
        ) : (
          <span className={styles['broken']}>
            <ShieldAlert size={15} aria-hidden />
            Broken at entry {check.data.brokenAt}: it or the one before was changed
          </span>
        )}
      </p>
      <Button busy={check.isFetching} onClick={() => void check.refetch()}>
        {check.isFetching ? 'Verifying' : 'Verify the chain'}
      </Button>
    </div>
  )
}
