import type { Evidence, PolicyVerdict } from '@sluice/gates'
import type { Policy } from '@sluice/policy/parse'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { ErrorState, SkeletonLines, Stack } from '../../components/index.ts'
import { judgeAgain } from '../../judging/judge-again.ts'
import { type PolicySource, readPolicy } from '../../judging/read-policy.ts'
import { useEvidence } from '../../judging/use-evidence.ts'
import { today } from '../../wording/index.ts'
import { ChangePanel } from './change-panel.tsx'
import { GateEditor } from './gate-editor.tsx'
import { useWhatIf } from './use-what-if.ts'
import { VerdictChange } from './verdict-change.tsx'
import styles from './what-if.module.css'

const route = getRouteApi('/evaluations/$id/what-if')

/** Move a gate's bound, confidence or proof, and see what the same evidence says then. */
export function WhatIfPage() {
  const { id } = route.useParams()
  const trpc = useTRPC()
  const evaluation = useQuery(trpc.evaluations.get.queryOptions({ id }))
  const evidence = useEvidence(id)
  const sha256 = evaluation.data?.policySha256
  const stored = useQuery(trpc.policies.get.queryOptions({ sha256: sha256 ?? '' }, { enabled: sha256 !== undefined }))
  const files = stored.data?.files
  const read = useMemo(
    () => (files === undefined || sha256 === undefined ? null : readPolicy(files, sha256)),
    [files, sha256],
  )
  const failed = [evaluation, evidence, stored].find(({ error }) => error !== null)
  if (failed !== undefined) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
  if (evaluation.data === undefined || evidence.data === undefined || files === undefined || read === null)
    return <SkeletonLines lines={6} height="92px" />
  if (!read.ok) return <ErrorState error={new Error(read.problems.map(({ message }) => message).join('; '))} />
  return (
    <WhatIfView
      key={id}
      id={id}
      stored={evaluation.data.report}
      evidence={evidence.data}
      files={files}
      original={read.policy}
    />
  )
}

interface WhatIfViewProps {
  readonly id: string
  readonly stored: PolicyVerdict
  readonly evidence: Evidence
  readonly files: readonly PolicySource[]
  readonly original: Policy
}

function WhatIfView({ id, stored, evidence, files, original }: WhatIfViewProps) {
  const { gate: linked } = route.useSearch()
  const asOf = useMemo(() => today(new Date()), [])
  const whatIf = useWhatIf(files, original, evidence, asOf)
  const unedited = useMemo(() => judgeAgain(original, evidence, asOf), [original, evidence, asOf])
  return (
    <Stack>
      <VerdictChange stored={stored} unedited={unedited} whatIf={whatIf} />
      <div className={styles['columns']}>
        <ul className={styles['gates']} aria-label="Gates">
          {unedited.gates.map((verdict) => {
            const gate = original.gates.find(({ name }) => name === verdict.name)
            return gate === undefined ? null : (
              <GateEditor
                key={gate.name}
                gate={gate}
                before={verdict}
                after={whatIf.verdict?.gates.find(({ name }) => name === gate.name) ?? null}
                edit={whatIf.edits[gate.name] ?? {}}
                onEdit={(edit) => whatIf.edit(gate.name, edit)}
                isLinked={gate.name === linked}
              />
            )
          })}
        </ul>
        <ChangePanel id={id} model={stored.model} whatIf={whatIf} file={files[0]} asOf={asOf} />
      </div>
    </Stack>
  )
}
