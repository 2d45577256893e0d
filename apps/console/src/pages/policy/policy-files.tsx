import type { GateVerdict } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { CopyButton, Hint, RelativeTime, Tabs } from '../../components/index.ts'
import styles from './policy.module.css'
import { StatusLinks } from './status-links.tsx'
import { YamlView } from './yaml-view.tsx'

/** The last evaluation under a version; `null` where none is kept, an error where it could not be asked for. */
type LastEvaluation =
  | { readonly id: string; readonly createdAt: string }
  | null
  | 'loading'
  | { readonly message: string }

interface PolicyFilesProps {
  readonly files: readonly { readonly file: string; readonly text: string }[]
  /** As the last evaluation under this version judged them. */
  readonly gates: readonly GateVerdict[]
  readonly evaluation: LastEvaluation
  /** The gate that a link points at. */
  readonly marked: string | null
  /** The file that a link points at. */
  readonly chosen: string | null
  readonly onChoose: (file: string) => void
}

const showMarked = () => document.querySelector('[data-marked="true"]')?.scrollIntoView({ block: 'center' })

/** The policy's own file and those it extends. */
export function PolicyFiles({ files, gates, evaluation, marked, chosen, onChoose }: PolicyFilesProps) {
  const markedFile = gates.find(({ name }) => name === marked)?.location.file
  const shown = files.find(({ file }) => file === (chosen ?? markedFile)) ?? files[0]
  if (shown === undefined) return null
  return (
    <section className={styles['files']} aria-label="The policy">
      <div className={styles['bar']}>
        <Hint>
          <WhoseStatuses evaluation={evaluation} />
        </Hint>
        <CopyButton text={shown.text} label="Copy YAML" kind="quiet" />
      </div>
      <StatusLinks gates={gates} marked={marked} onAgain={showMarked} />
      <Tabs
        label="Files"
        value={shown.file}
        onChange={onChoose}
        tabs={files.map(({ file, text }, at) => ({
          value: file,
          label: at === 0 ? file : `extends ${file}`,
          content: (
            <YamlView
              text={text}
              gates={gates.filter(({ location }) => location.file === file)}
              evaluation={isKnown(evaluation) ? evaluation.id : null}
              marked={marked}
            />
          ),
        }))}
      />
    </section>
  )
}

function WhoseStatuses({ evaluation }: { readonly evaluation: LastEvaluation }) {
  if (evaluation === null) return 'No stored evaluation was judged under this version.'
  if (evaluation === 'loading') return 'Looking for the last evaluation under this version.'
  if (!isKnown(evaluation)) return `The last evaluation under this version could not be read: ${evaluation.message}`
  return (
    <>
      Statuses of the{' '}
      <Link to="/evaluations/$id" params={{ id: evaluation.id }}>
        last evaluation
      </Link>{' '}
      under this version, <RelativeTime at={evaluation.createdAt} />.
    </>
  )
}

function isKnown(evaluation: LastEvaluation): evaluation is { readonly id: string; readonly createdAt: string } {
  return typeof evaluation === 'object' && evaluation !== null && 'id' in evaluation
}
