import type { EvaluationRecord } from '../../api/records.ts'
import { type Column, CopyButton, Hash, Table } from '../../components/index.ts'
import { bytesText, countText } from '../../wording/index.ts'
import styles from './datasets.module.css'

type Dataset = EvaluationRecord['datasets'][number]

const columns: readonly Column<Dataset>[] = [
  { id: 'name', header: 'Dataset', names: true, cell: ({ name }) => name },
  { id: 'rows', header: 'Rows', align: 'end', cell: ({ rows }) => countText(rows) },
  {
    id: 'files',
    header: 'Files, with the first digits of their SHA-256',
    cell: ({ inputs, notes }) => (
      <ul className={styles['files']}>
        {inputs.map(({ path, bytes, sha256 }) => (
          <li key={path} className={styles['file']}>
            <span>{path}</span> <span className={styles['muted']}>{bytesText(bytes)}</span>{' '}
            <Hash of={sha256} digits={12} />
          </li>
        ))}
        {notes.map((note) => (
          <li key={note} className={styles['muted']}>
            {note}
          </li>
        ))}
      </ul>
    ),
  },
]

/** What the gates were judged on, and what it takes to judge it again. */
export function Datasets({ record: { datasets, engine, policySha256, id } }: { readonly record: EvaluationRecord }) {
  return (
    <section aria-labelledby="data">
      <h2 id="data" className={styles['heading']}>
        Judged on
      </h2>
      <Table caption="Datasets" columns={columns} rows={datasets} rowKey={({ name }) => name} />
      <p className={styles['foot']}>
        <span>
          {engine.name} {engine.version}
        </span>
        <span>
          policy <Hash of={policySha256} digits={12} />
        </span>
        <span>
          evaluation <Hash of={id} digits={12} />
        </span>
        <CopyButton text={id} label="Copy the evaluation's hash" kind="quiet" />
      </p>
    </section>
  )
}
