import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { CopyButton, ErrorState, Hint, Panel, SkeletonLines } from '../../components/index.ts'
import { BackTestMarks } from '../../judging/back-test-marks.tsx'
import { DifferenceView } from '../../judging/difference-view.tsx'
import { backTest, type PastEvaluation } from '../../judging/judge-again.ts'
import { unifiedDifference } from '../../judging/line-difference.ts'
import type { PolicySource } from '../../judging/read-policy.ts'
import type { WhatIf } from './use-what-if.ts'
import styles from './what-if.module.css'

interface ChangePanelProps {
  readonly id: string
  readonly model: string
  readonly whatIf: WhatIf
  readonly file: PolicySource | undefined
  readonly asOf: string
}

/** The change as YAML to take along, and what it would have said before. */
export function ChangePanel({ model, whatIf, file, asOf }: ChangePanelProps) {
  const before = file?.text ?? ''
  const changed = before !== whatIf.text
  return (
    <div className={styles['side']}>
      <Panel aria-labelledby="yaml-change">
        <h2 id="yaml-change">The change</h2>
        {changed && file !== undefined ? (
          <>
            <DifferenceView file={file.file} before={before} after={whatIf.text} />
            <p className={styles['copies']}>
              <CopyButton text={unifiedDifference(file.file, before, whatIf.text)} label="Copy diff" kind="primary" />
              <CopyButton text={whatIf.text} label="Copy whole file" />
            </p>
          </>
        ) : (
          <Hint>
            Nothing is changed yet. Move a bound, and its line of the policy shows here, ready for a pull request.
          </Hint>
        )}
      </Panel>
      <Panel aria-labelledby="back-test">
        <h2 id="back-test">The last evaluations</h2>
        <Past model={model} whatIf={whatIf} asOf={asOf} />
      </Panel>
    </div>
  )
}

function Past({ model, whatIf, asOf }: Pick<ChangePanelProps, 'model' | 'whatIf' | 'asOf'>) {
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery({
    ...trpc.evaluations.past.queryOptions({ model, limit: 20 }),
    // The types of JSON forget that a pair has two ends.
    select: (past) => past as readonly PastEvaluation[],
  })
  const policy = useDeferredValue(whatIf.policy)
  const rows = useMemo(
    () => (policy === null || data === undefined ? null : backTest(policy, data, asOf)),
    [policy, data, asOf],
  )
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <SkeletonLines lines={2} height="20px" />
  if (rows === null) return <Hint>The edited policy does not load, so it says nothing.</Hint>
  return <BackTestMarks rows={rows} labels={['said then', 'would say']} />
}
