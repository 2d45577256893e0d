import type { StressEvidence, StressValue, StressVariant } from '@sluice/gates'
import { type Column, Estimate, Stack, Table } from '../../components/index.ts'
import { countText, rateText } from '../../wording/index.ts'
import { valueWords } from './outcomes.ts'
import { perturbationName, strengthWords } from './strengths.ts'
import { directionWords } from './suite-words.ts'

type Directed = StressVariant & { readonly directionalViolations: StressValue }

/** Where a score went against its expected direction. */
export function Directions({ suite }: { readonly suite: StressEvidence }) {
  const { expect, directionalViolations, variants } = suite
  if (expect.directional === null || directionalViolations === null) return null
  const directed = variants.filter(
    (variant): variant is Directed => variant.directionalViolations !== null && variant.directionalViolations.n > 0,
  )
  const words = Object.entries(expect.directional).map(([column, direction]) => directionWords(column, direction))
  const columns: Column<Directed>[] = [
    {
      id: 'by',
      header: 'Perturbation',
      names: true,
      cell: (variant) => `${perturbationName(variant.perturbation)}, ${strengthWords(variant).toLowerCase()}`,
    },
    { id: 'rows', header: 'Rows', align: 'end', cell: (variant) => countText(variant.directionalViolations.n) },
    {
      id: 'violations',
      header: 'Against it',
      align: 'end',
      cell: (variant) => <Estimate of={variant.directionalViolations} text={rateText} />,
    },
  ]
  return (
    <section aria-labelledby="directions">
      <Stack>
        <h2 id="directions">Directional violations</h2>
        <p>
          Expected: {words.join('; ')}. Against it: {valueWords(directionalViolations, rateText)} of the rows of which a
          direction is expected.
        </p>
        {directed.length === 0 ? null : (
          <Table
            caption="Directional violations by perturbation"
            columns={columns}
            rows={directed}
            rowKey={(variant) => `${variant.perturbation} ${variant.amount}`}
          />
        )}
      </Stack>
    </section>
  )
}
