import type { BuildEvidence, VariantsEvidence } from '@sluice/gates'
import { type Column, Estimate, Table } from '../../components/index.ts'
import { bytesText, estimateText, millisecondsText, rateText, shortNumber } from '../../wording/index.ts'
import styles from './variants.module.css'

/** Every build with what it is worth and what it costs, a line each. */
export function BuildsTable({ variants }: { readonly variants: VariantsEvidence }) {
  const { builds, quality, reference, dataset } = variants
  const has = (field: 'size' | 'cost') => builds.some((build) => build[field] !== null)
  const decides = builds.some(({ versus }) => versus !== null && versus.negativeFlips !== null)
  const columns: (Column<BuildEvidence> | null)[] = [
    { id: 'build', header: 'Build', names: true, cell: (build) => <BuildName build={build} /> },
    {
      id: 'quality',
      header: quality.label,
      align: 'end',
      cell: (build) => <Estimate of={build.quality} text={estimateText(builds.map((one) => one.quality))} />,
    },
    {
      id: 'difference',
      header: `minus ${reference}`,
      align: 'end',
      cell: ({ versus }) =>
        versus === null ? <Nothing /> : <Estimate of={versus.quality} text={estimateText([versus.quality], true)} />,
    },
    decides
      ? {
          id: 'flips',
          header: 'Negative flips',
          align: 'end',
          cell: ({ versus }) =>
            versus === null || versus.negativeFlips === null ? (
              <Nothing />
            ) : (
              <Estimate of={versus.negativeFlips} text={flipText} />
            ),
        }
      : null,
    latency('p50'),
    latency('p90'),
    latency('p99'),
    has('size')
      ? { id: 'size', header: 'Size', align: 'end', cell: ({ size }) => (size === null ? '–' : bytesText(size)) }
      : null,
    has('cost')
      ? { id: 'cost', header: 'Cost', align: 'end', cell: ({ cost }) => (cost === null ? '–' : shortNumber(cost)) }
      : null,
  ]
  return (
    <Table
      caption={`Builds on ${dataset}`}
      columns={columns.filter((column) => column !== null)}
      rows={builds}
      rowKey={({ model }) => model}
    />
  )
}

/** A share that is often far below a percent: two significant digits. */
export function flipText(share: number): string {
  return share >= 0.1 ? rateText(share) : `${Number((share * 100).toPrecision(2))}%`
}

function latency(quantile: 'p50' | 'p90' | 'p99'): Column<BuildEvidence> {
  return {
    id: quantile,
    header: `${quantile} ms`,
    align: 'end',
    cell: (build) => <Estimate of={build.latency[quantile]} text={millisecondsText} />,
  }
}

function BuildName({ build: { model, role, onFront } }: { readonly build: BuildEvidence }) {
  return (
    <span className={styles['build']}>
      {model}
      <span className={styles['role']}>
        {[role === 'reference' ? 'reference' : null, onFront ? '● front' : 'dominated'].filter(Boolean).join(', ')}
      </span>
    </span>
  )
}

function Nothing() {
  return <span className={styles['role']}>–</span>
}
