import type { Policy } from '@sluice/policy/parse'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { ErrorState, Hash, Hint, SkeletonLines } from '../../components/index.ts'
import { BackTestMarks } from '../../judging/back-test-marks.tsx'
import { type ChangeKind, comparePolicies } from '../../judging/compare-policies.ts'
import { DifferenceView } from '../../judging/difference-view.tsx'
import { compareBackTests, type PastEvaluation } from '../../judging/judge-again.ts'
import { type PolicySource, readPolicy } from '../../judging/read-policy.ts'
import { today } from '../../wording/index.ts'
import styles from './policy.module.css'

interface ComparisonProps {
  readonly model: string
  /** Hashes of the two versions. */
  readonly before: string
  readonly after: string
}

/** What one version asks differently from another, in sentences, and what either says of the last evaluations. */
export function Comparison({ model, before, after }: ComparisonProps) {
  const trpc = useTRPC()
  const forever = { staleTime: Number.POSITIVE_INFINITY }
  const was = useQuery(trpc.policies.get.queryOptions({ sha256: before }, forever))
  const is = useQuery(trpc.policies.get.queryOptions({ sha256: after }, forever))
  const failed = [was, is].find(({ error }) => error !== null)
  return (
    <section className={styles['comparison']} aria-labelledby="comparison">
      <div className={styles['bar']}>
        <h2 id="comparison">
          From <Hash of={before} /> to <Hash of={after} />
        </h2>
        <Link to="/models/$model/policy" params={{ model }} search={{ version: after }}>
          Close
        </Link>
      </div>
      {failed !== undefined ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : was.data === undefined || is.data === undefined ? (
        <SkeletonLines lines={4} height="28px" />
      ) : (
        <Compared model={model} before={was.data} after={is.data} />
      )}
    </section>
  )
}

interface Stored {
  readonly sha256: string
  readonly files: readonly PolicySource[]
}

function Compared({ model, before, after }: { model: string; before: Stored; after: Stored }) {
  const [was, is] = useMemo(
    () => [readPolicy(before.files, before.sha256), readPolicy(after.files, after.sha256)] as const,
    [before, after],
  )
  return (
    <>
      {was.ok && is.ok ? (
        <>
          <Sentences before={was.policy} after={is.policy} />
          <h3>On the last evaluations</h3>
          <ComparedPast model={model} before={was.policy} after={is.policy} />
        </>
      ) : (
        <Hint>One of the two does not load in this version of Sluice, so only their lines can be compared.</Hint>
      )}
      <details open={!(was.ok && is.ok)}>
        <summary>Line by line</summary>
        <ChangedFiles before={before.files} after={after.files} />
      </details>
    </>
  )
}

const headings: Readonly<Record<ChangeKind, string>> = {
  added: 'Gates added',
  removed: 'Gates removed',
  tightened: 'Tightened',
  loosened: 'Loosened',
  other: 'Changed otherwise',
}

const kinds: readonly ChangeKind[] = ['added', 'removed', 'tightened', 'loosened', 'other']

function Sentences({ before, after }: { readonly before: Policy; readonly after: Policy }) {
  const changes = useMemo(() => comparePolicies(before, after), [before, after])
  if (changes.length === 0)
    return <p>Both ask the same: they differ only in comments, order, or defaults that are written out.</p>
  const present = kinds.filter((kind) => changes.some((change) => change.kind === kind))
  return (
    <dl className={styles['changes']}>
      {present.map((kind) => (
        <div key={kind} data-change={kind}>
          <dt>{headings[kind]}</dt>
          {changes
            .filter((change) => change.kind === kind)
            .map(({ text }) => (
              <dd key={text}>{text}</dd>
            ))}
        </div>
      ))}
    </dl>
  )
}

function ComparedPast({ model, before, after }: { model: string; before: Policy; after: Policy }) {
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery({
    ...trpc.evaluations.past.queryOptions({ model, limit: 20 }),
    // The types of JSON forget that a pair has two ends.
    select: (past) => past as readonly PastEvaluation[],
  })
  const rows = useMemo(
    () => (data === undefined ? null : compareBackTests(before, after, data, today(new Date()))),
    [data, before, after],
  )
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (rows === null) return <SkeletonLines lines={2} height="20px" />
  return <BackTestMarks rows={rows} labels={['the first says', 'the second says']} />
}

function ChangedFiles({ before, after }: { before: readonly PolicySource[]; after: readonly PolicySource[] }) {
  const names = [...new Set([...before, ...after].map(({ file }) => file))]
  const textOf = (files: readonly PolicySource[], name: string) => files.find(({ file }) => file === name)?.text ?? ''
  const changed = names.filter((name) => textOf(before, name) !== textOf(after, name))
  return (
    <div className={styles['differences']}>
      {changed.map((name) => (
        <DifferenceView key={name} file={name} before={textOf(before, name)} after={textOf(after, name)} />
      ))}
    </div>
  )
}
