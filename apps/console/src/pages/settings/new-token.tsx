import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { Scope } from '../../api/records.ts'
import { useTRPC } from '../../api/trpc.ts'
import { Button, CopyButton, Dialog, TextField } from '../../components/index.ts'
import styles from './settings.module.css'

const scopes: readonly { readonly scope: Scope; readonly words: string }[] = [
  { scope: 'read', words: 'See models, verdicts, evidence and policies. For people.' },
  { scope: 'push', words: 'Push verdicts. For CI; it reads nothing.' },
  { scope: 'admin', words: 'Make and revoke tokens, read the audit log.' },
]

/** Asks for a name and scopes, then shows the token, this once. */
export function NewToken({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return open ? <OpenNewToken onClose={onClose} /> : null
}

function OpenNewToken({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const form = useId()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Scope[]>(['push'])
  const making = useMutation(
    trpc.tokens.create.mutationOptions({
      // Nothing may keep the token once its window is closed.
      gcTime: 0,
      onSuccess: () => {
        void cache.invalidateQueries({ queryKey: trpc.tokens.pathKey() })
        void cache.invalidateQueries({ queryKey: trpc.audit.pathKey() })
      },
    }),
  )
  const toggle = (scope: Scope) =>
    setChosen(chosen.includes(scope) ? chosen.filter((each) => each !== scope) : [...chosen, scope])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    making.mutate({ name: name.trim(), scopes: [...chosen] })
  }
  if (making.isSuccess)
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={`Token ${making.data.record.name}`}
        description="Copy it now: only its hash is kept, and nobody can show it again."
        actions={
          <>
            <CopyButton text={making.data.token} label="Copy the token" kind="primary" />
            <Button onClick={onClose}>Done</Button>
          </>
        }
      >
        <code className={styles['secret']}>{making.data.token}</code>
      </Dialog>
    )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New token"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            kind="primary"
            busy={making.isPending}
            disabled={name.trim() === '' || chosen.length === 0}
          >
            Make token
          </Button>
        </>
      }
    >
      <form id={form} className={styles['form']} onSubmit={submit}>
        <TextField
          label="Name"
          showLabel
          placeholder="CI of credit-default"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className={styles['choices']}>
          <legend>Scopes</legend>
          {scopes.map(({ scope, words }) => (
            <label key={scope} className={styles['choice']}>
              <input type="checkbox" checked={chosen.includes(scope)} onChange={() => toggle(scope)} />
              <span>
                <strong>{scope}</strong>
                <span>{words}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {making.isError ? (
          <p className={styles['error']} role="alert">
            {making.error.message}
          </p>
        ) : null}
      </form>
    </Dialog>
  )
}
