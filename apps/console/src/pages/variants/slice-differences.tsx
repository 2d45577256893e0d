import type { BuildComparison, BuildEvidence, SliceValue, VariantsEvidence } from '@sluice/gates'
import { getRouteApi } from '@tanstack/react-router'
import { forestScale, IntervalTrack } from '../../charts/index.ts'
import { type Column, Estimate, Hint, Select, Stack, Table } from '../../components/index.ts'
import { countText, estimateText, sliceName } from '../../wording/index.ts'
import { flipText } from './builds-table.tsx'
import styles from './variants.module.css'

const route = getRouteApi('/evaluations/$id/variants')

interface SliceDifferencesProps {
  readonly variants: VariantsEvidence
  /** The build that the address names, if it does. */
  readonly asked: string | undefined
}

type Compared = BuildEvidence & { readonly versus: BuildComparison }

interface SliceRow {
  readonly quality: SliceValue
  readonly flips: SliceValue | null
}

/** What a build gains and loses by slice: an average does not show whom a smaller build forgets. */
export function SliceDifferences({ variants, asked }: SliceDifferencesProps) {
  const navigate = route.useNavigate()
  const compared = variants.builds.filter((build): build is Compared => build.versus !== null)
  const build = compared.find(({ model }) => model === asked) ?? compared[0]
  if (build === undefined) return null
  const rows = rowsOf(build.versus, variants.quality.direction)
  return (
    <section aria-labelledby="by-slice">
      <Stack>
        <div className={styles['head']}>
          <h2 id="by-slice">
            {build.model} minus {variants.reference} by slice
          </h2>
          {compared.length < 2 ? null : (
            <Select
              label="Build"
              showLabel
              value={build.model}
              options={compared.map(({ model }) => ({ value: model, label: model }))}
              onChange={(model) => navigate({ search: (old) => ({ ...old, build: model }), resetScroll: false })}
            />
          )}
        </div>
        {rows.length === 0 ? (
          <Hint>
            No slice is compared: name some in the policy, as in <code>variants: {'{ slices: [sex] }'}</code>.
          </Hint>
        ) : (
          <SliceTable rows={rows} variants={variants} model={build.model} />
        )}
      </Stack>
    </section>
  )
}

function SliceTable({
  rows,
  variants,
  model,
}: {
  rows: readonly SliceRow[]
  variants: VariantsEvidence
  model: string
}) {
  const text = estimateText(
    rows.map(({ quality }) => quality),
    true,
  )
  const flips = rows.flatMap((row) => row.flips ?? [])
  const scale = forestScale(
    rows.map(({ quality }) => quality),
    [0],
  )!
  const flipScale = forestScale(flips, [0])
  const columns: Column<SliceRow>[] = [
    { id: 'slice', header: 'Slice', names: true, cell: ({ quality }) => sliceName(quality.slice) },
    { id: 'rows', header: 'Rows', align: 'end', cell: ({ quality }) => countText(quality.n) },
    {
      id: 'quality',
      header: `${variants.quality.label} minus ${variants.reference}`,
      cell: ({ quality }) => (
        <span className={styles['measured']}>
          <IntervalTrack {...quality} scale={scale} against={0} />
          <Estimate of={quality} text={text} interval="beside" />
        </span>
      ),
    },
    ...(flips.length === 0 || flipScale === null
      ? []
      : [
          {
            id: 'flips',
            header: 'Negative flips',
            cell: (row: SliceRow) =>
              row.flips === null ? (
                '–'
              ) : (
                <span className={styles['measured']}>
                  <IntervalTrack {...row.flips} scale={flipScale} against={0} colour="var(--series-2)" />
                  <Estimate of={row.flips} text={flipText} interval="beside" />
                </span>
              ),
          },
        ]),
  ]
  return (
    <Table
      caption={`${model} minus ${variants.reference} by slice`}
      columns={columns}
      rows={rows}
      narrow="scroll"
      rowKey={({ quality }) => `${quality.partition} ${quality.slice}`}
    />
  )
}

/** The slices that lose most first; those without a value last. */
function rowsOf(
  { qualityBySlice, negativeFlipsBySlice }: BuildComparison,
  direction: VariantsEvidence['quality']['direction'],
): SliceRow[] {
  const loss = (value: number | null) =>
    value === null ? Number.NEGATIVE_INFINITY : direction === 'lower' ? value : -value
  return qualityBySlice
    .map((quality) => ({
      quality,
      flips:
        negativeFlipsBySlice.find(
          ({ partition, slice }) => partition === quality.partition && slice === quality.slice,
        ) ?? null,
    }))
    .toSorted((a, b) => loss(b.quality.value) - loss(a.quality.value))
}
