import type { StressCase, StressEvidence } from '@sluice/gates'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { type Column, Hint, Stack, Table } from '../../components/index.ts'
import { countText } from '../../wording/index.ts'
import { CaseDetail } from './case-detail.tsx'
import { scoreWords } from './score-words.ts'
import styles from './stress.module.css'
import { WithheldCases } from './withheld-cases.tsx'

const route = getRouteApi('/evaluations/$id/stress')

interface NamedCase extends StressCase {
  /** As the address names it. */
  readonly name: string
}

/** The rows that moved most under perturbations, and those that an attack flips by least. */
export function WorstCases({ suite, file }: { readonly suite: StressEvidence; readonly file: string }) {
  const kinds = [
    { kind: 'perturbed', caption: 'Rows whose scores moved most', cases: suite.worstCases },
    {
      kind: 'attacked',
      caption: 'Rows that the attack flips by the smallest changes',
      cases: suite.attack?.worstCases ?? [],
    },
  ]
  const withheld = suite.casesWithheld ?? 0
  const shown = kinds.filter(({ cases }) => cases.length > 0)
  if (shown.length === 0 && withheld === 0) return null
  return (
    <section aria-labelledby="worst-cases">
      <Stack>
        <h2 id="worst-cases">Worst cases</h2>
        {withheld === 0 ? null : <WithheldCases withheld={withheld} suite={suite.suite} file={file} />}
        {shown.map(({ kind, caption, cases }) => (
          <CaseTable key={kind} kind={kind} caption={caption} cases={cases} classes={suite.classes} />
        ))}
        {shown.length === 0 ? null : (
          <Hint>
            {suite.synthetic === undefined
              ? `Rows are counted from 1 as they stand in ${suite.dataset}.`
              : 'The rows were made up, so they are in no table; they are counted from 1.'}
          </Hint>
        )}
      </Stack>
    </section>
  )
}

interface CaseTableProps {
  readonly kind: string
  readonly caption: string
  readonly cases: readonly StressCase[]
  readonly classes: readonly string[] | undefined
}

function CaseTable({ kind, caption, cases, classes }: CaseTableProps) {
  const { case: open } = route.useSearch()
  const columns: Column<NamedCase>[] = [
    { id: 'row', header: 'Row', names: true, cell: (one) => <CaseLink of={one} isOpen={one.name === open} /> },
    { id: 'by', header: 'Done to it', cell: ({ by }) => by.replaceAll('_', ' ') },
    {
      id: 'before',
      header: 'Score before',
      align: 'end',
      cell: ({ scoresBefore }) => scoreWords(scoresBefore, classes),
    },
    { id: 'after', header: 'Score after', align: 'end', cell: ({ scoresAfter }) => scoreWords(scoresAfter, classes) },
    { id: 'changed', header: 'Columns changed', cell: ({ changed }) => changedWords(changed) },
  ]
  return (
    <Table
      caption={caption}
      showCaption
      columns={columns}
      rows={cases.map((one, at) => ({ ...one, name: `${kind}-${at + 1}` }))}
      rowKey={({ name }) => name}
      detail={(one) => (one.name === open ? <CaseDetail of={one} classes={classes} /> : null)}
    />
  )
}

function CaseLink({ of: { name, row, id }, isOpen }: { readonly of: NamedCase; readonly isOpen: boolean }) {
  return (
    <Link
      from="/evaluations/$id/stress"
      to="."
      search={(old) => ({ ...old, case: isOpen ? undefined : name })}
      replace
      resetScroll={false}
      aria-expanded={isOpen}
      className={styles['case']}
    >
      <ChevronRight size={14} aria-hidden />
      {countText(row)}
      {id === null ? null : <span className={styles['aside']}>id {String(id)}</span>}
    </Link>
  )
}

function changedWords(changed: readonly string[]): string {
  const shown = changed.slice(0, 3).join(', ')
  return changed.length > 3 ? `${shown} and ${changed.length - 3} more` : shown
}
