import type { Evidence, PolicyVerdict } from '@sluice/gates'
import type { Policy, Problem } from '@sluice/policy/parse'
import { useMemo } from 'react'
import { editPolicy, type GateEdit, type PolicyEdits } from '../../judging/edit-policy.ts'
import { judgeAgain } from '../../judging/judge-again.ts'
import { type PolicySource, readPolicy } from '../../judging/read-policy.ts'
import { useEdits } from './use-edits.ts'

export interface WhatIf {
  readonly edits: PolicyEdits
  readonly edit: (gate: string, edit: GateEdit) => void
  readonly reset: () => void
  /** The policy's own file with the edits in it. */
  readonly text: string
  /** The policy as edited; `null` where the edits make it none. */
  readonly policy: Policy | null
  readonly verdict: PolicyVerdict | null
  readonly problems: readonly Problem[]
}

/** A stored policy, what someone changes in it, and what it says of the evidence then. */
export function useWhatIf(files: readonly PolicySource[], original: Policy, evidence: Evidence, asOf: string): WhatIf {
  const [edits, setEdits] = useEdits()
  const before = files[0]?.text ?? ''
  const text = useMemo(() => editPolicy(before, original.gates, edits), [before, original, edits])
  const read = useMemo(
    () =>
      readPolicy(
        files.map((file, at) => (at === 0 ? { file: file.file, text } : file)),
        original.sha256,
      ),
    [files, text, original],
  )
  const verdict = useMemo(() => (read.ok ? judgeAgain(read.policy, evidence, asOf) : null), [read, evidence, asOf])
  return {
    edits,
    edit: (gate, edit) => setEdits({ ...edits, [gate]: { ...edits[gate], ...edit } }),
    reset: () => setEdits({}),
    text,
    policy: read.ok ? read.policy : null,
    verdict,
    problems: read.ok ? [] : read.problems,
  }
}
