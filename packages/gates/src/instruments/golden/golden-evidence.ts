import type { FeatureCoverage, GoldenSetDescription } from '@sluice/dataset'
import { binomialCdf, interval } from '@sluice/stats'

/** What a golden set is like, for people to look into: counts and shares, no row and no value of one. */
export interface GoldenEvidence {
  readonly dataset: string
  readonly represents: string
  readonly apartFrom: readonly string[]
  readonly rows: number
  readonly representedRows: number
  readonly effectiveRows: number
  readonly features: readonly GoldenFeature[]
  readonly slices: readonly GoldenSlice[]
  /** Days; `null` where no day is declared, or none was given to hold it against. */
  readonly age: GoldenAge | null
  /** How far what it represents has moved from it, and whether its labels are due for that; absent where nothing is compared. */
  readonly drift?: GoldenDrift
  readonly agreement: readonly GoldenAgreement[]
  readonly reviewed: { readonly rows: number } | null
  /** Rows that repeat an earlier one, the exact ones among the near. */
  readonly repeats: GoldenMatches
  /** Rows that a table to be kept apart from holds too. */
  readonly leaks: GoldenMatches | null
  /** The same of the texts alone, whatever the features; absent where no column of text is declared. */
  readonly texts?: GoldenTexts
  readonly notes: readonly string[]
}

export interface GoldenMatches {
  readonly exact: number
  readonly near: number
  /** How far apart near rows are at most; absent where texts are compared, and in evidence of before. */
  readonly within?: number
  /** The share of rows that chance would find within it. */
  readonly byChance?: number
}

export interface GoldenTexts {
  readonly columns: readonly string[]
  /** The Jaccard similarity of shingles from which on texts are near. */
  readonly similarity: number
  /** The share of near texts that is found, at the least. */
  readonly recall: number
  readonly repeats: GoldenMatches
  readonly leaks: GoldenMatches | null
}

export interface GoldenFeature {
  readonly feature: string
  readonly kind: 'number' | 'category'
  readonly coverage: number
  /** Of the coverage, at 95 %. */
  readonly lower: number
  readonly upper: number
  readonly unfamiliar: number
  readonly totalVariation: number | null
  readonly jensenShannon: number | null
  readonly psi: number | null
  /** The total variation that chance alone brings, and the p-value of no movement; absent in evidence of before. */
  readonly noise?: number | null
  readonly pValue?: number | null
  /** Shares of both tables, thinned for a screen: rare categories are one bin. */
  readonly bins: readonly {
    readonly label: string
    readonly represented: number
    readonly golden: number
    readonly rows: number
  }[]
}

export interface GoldenSlice {
  readonly partition: string
  readonly slice: string
  readonly represented: number
  readonly golden: number
  /** Golden rows if it had the shares of what it represents. */
  readonly expected: number
  /**
   * The chance of so small a share or a smaller one, by weight where rows have one, if the set had the shares of what it
   * represents: binomial over its effective rows. Absent in evidence of before.
   */
  readonly shortByChance?: number
}

export interface GoldenAge {
  readonly asOf: string
  readonly oldest: number
  readonly median: number
  readonly newest: number
  /** Rows without a day. */
  readonly undated: number
  readonly refresh: { readonly rule: string; readonly due: string; readonly overdue: boolean } | null
}

export interface GoldenDrift {
  /** The feature that has moved most; `null` where none has by more than chance. */
  readonly feature: string | null
  /** Its total variation beyond noise. */
  readonly moved: number
  /** `refresh: { drift }`; `null` where the policy says nothing of it. */
  readonly bound: number | null
  /** Whether it has moved by more than that. */
  readonly due: boolean
}

export interface GoldenAgreement {
  readonly statistic: string
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly annotators: number
  readonly note?: string
}

/** More bins than this say nothing on a screen, and a category of fewer rows may name a single person. */
const mostShown = 20
const leastShown = 10

export function goldenFeature(coverage: FeatureCoverage, representedRows: number): GoldenFeature {
  const { lower, upper } = interval(coverage.coverage, coverage.uncertainty, 0.95)
  const { feature, kind, unfamiliar, totalVariation, jensenShannon, psi, drift } = coverage
  return {
    feature,
    kind,
    coverage: coverage.coverage,
    lower,
    upper,
    unfamiliar,
    totalVariation: totalVariation.value,
    jensenShannon: jensenShannon.value,
    psi: psi.value,
    noise: drift?.noise ?? null,
    pValue: drift?.pValue ?? null,
    bins: shownBins(coverage).map((bin) => ({
      label: bin.label,
      represented: bin.production / representedRows,
      golden: bin.goldenShare,
      rows: bin.golden,
    })),
  }
}

function shownBins({ kind, bins }: FeatureCoverage): FeatureCoverage['bins'] {
  if (kind === 'number') return bins
  const frequent = [...bins].sort((a, b) => b.production - a.production).slice(0, mostShown)
  const shown = bins.filter((bin) => bin.production >= leastShown && frequent.includes(bin))
  const rest = bins.filter((bin) => !shown.includes(bin))
  if (rest.length === 0) return bins
  const sum = (part: 'production' | 'golden' | 'goldenShare') => rest.reduce((total, bin) => total + bin[part], 0)
  const other = {
    label: `${rest.length} others`,
    production: sum('production'),
    golden: sum('golden'),
    goldenShare: sum('goldenShare'),
  }
  return [...shown, other]
}

export function goldenSlices({ slices, productionRows }: GoldenSetDescription, effectiveRows: number): GoldenSlice[] {
  const rows = Math.floor(effectiveRows)
  return slices.map(({ partition, slice, production, golden, expected, goldenShare }) => ({
    partition,
    slice,
    represented: production,
    golden,
    expected,
    shortByChance: binomialCdf(Math.ceil(goldenShare * rows - 1e-9), rows, production / productionRows),
  }))
}
