import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TokenRecord } from '../../api/records.ts'
import { useTRPC } from '../../api/trpc.ts'
import { Button, Dialog } from '../../components/index.ts'
import styles from './settings.module.css'

/** Asks once more before a token stops working for good. */
export function RevokeToken({ token, onClose }: { readonly token: TokenRecord; readonly onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const revoking = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: () => {
        void cache.invalidateQueries({ queryKey: trpc.tokens.pathKey() })
        void cache.invalidateQueries({ queryKey: trpc.audit.pathKey() })
        onClose()
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Revoke ${token.name}?`}
      description="Whoever uses it is refused from now on. This cannot be taken back; make a new token instead."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" busy={revoking.isPending} onClick={() => revoking.mutate({ id: token.id })}>
            Revoke
          </Button>
        </>
      }
    >
      {revoking.isError ? (
        <p className={styles['error']} role="alert">
          {revoking.error.message}
        </p>
      ) : null}
    </Dialog>
  )
}
