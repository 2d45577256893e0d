import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { signIn } from '../../api/sign-in.ts'
import { useTRPC } from '../../api/trpc.ts'
import { Button, PageHeader, TextField } from '../../components/index.ts'
import type { SignInProblem } from '../../route-search.ts'
import styles from './sign-in-page.module.css'

const route = getRouteApi('/sign-in')

const problemWords: Readonly<Record<SignInProblem, string>> = {
  expired: 'This sign-in was not begun here, or took longer than ten minutes. Begin again.',
  provider: 'Your organisation’s sign-in did not answer, or did not confirm who you are. Try again in a minute.',
  email: 'Your organisation’s sign-in names no confirmed e-mail address of yours. Confirm it there, then begin again.',
  'not-allowed': 'Your address may not sign in here. Ask whoever runs this server to allow it.',
}

/** Trades a token for a session of this browser, or leads to the organisation's own sign-in. */
export function SignInPage() {
  const { next, problem } = route.useSearch()
  const trpc = useTRPC()
  const session = useQuery(trpc.session.get.queryOptions())
  const [token, setToken] = useState('')
  const entering = useMutation({
    mutationFn: signIn,
    // Loaded anew, so that nothing that was refused before stays in memory.
    onSuccess: () => window.location.assign(next ?? '/'),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    entering.mutate(token.trim())
  }
  const provider = session.data?.signIn ?? null
  return (
    <div className={styles['page']}>
      <PageHeader title="Sign in" lead="Verdicts on models, and what they rest on." />
      {provider === null ? null : (
        <>
          {problem === undefined ? null : (
            <p className={styles['error']} role="alert">
              {problemWords[problem]}
            </p>
          )}
          <a className={styles['provider']} href={withNext(provider, next)}>
            Sign in with your organisation
          </a>
          <p className={styles['or']}>or with a token</p>
        </>
      )}
      <form className={styles['form']} onSubmit={submit}>
        <TextField
          label="Token"
          showLabel
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder="sluice_…"
          value={token}
          onChange={(event) => setToken(event.target.value)}
          aria-invalid={entering.isError}
          aria-describedby="token-help"
        />
        <p id="token-help" className={styles['help']}>
          An administrator makes tokens under Settings; the first is printed by <code>sluice serve --tokens</code>.
        </p>
        {entering.isError ? (
          <p className={styles['error']} role="alert">
            {entering.error.message}
          </p>
        ) : null}
        <Button type="submit" kind="primary" busy={entering.isPending} disabled={token.trim() === ''}>
          {entering.isPending ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
    </div>
  )
}

function withNext(provider: string, next: string | undefined): string {
  return next === undefined ? provider : `${provider}?${new URLSearchParams({ next })}`
}
