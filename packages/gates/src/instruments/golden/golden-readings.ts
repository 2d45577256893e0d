import type { GoldenSetDescription } from '@sluice/dataset'
import { MetricInputError } from '@sluice/metrics'
import type { MeasurementKey } from '../../evidence.ts'
import { type AgreementLevel, type AgreementStatistic, agreement, ratingsOf } from './annotations.ts'
import { foundShare, matching } from './found-share.ts'
import { goldenDrift } from './golden-drift.ts'
import type { GoldenDrift } from './golden-evidence.ts'
import {
  absent,
  effectiveRows,
  type GoldenReading,
  lacking,
  percent,
  shareOf,
  wilson,
  without,
} from './golden-reading.ts'
import { isAhead, labelAges } from './label-ages.ts'
import type { GoldenSet } from './read-golden-set.ts'

type Reading = (set: GoldenSet, options: Readonly<Record<string, unknown>>, asOf: string | null) => GoldenReading

const readings: Readonly<Record<string, Reading>> = {
  golden_coverage(set, options) {
    const { features } = describedBeside(set, 'golden_coverage')
    if (features.length === 0)
      throw lacking(
        set,
        'golden_coverage',
        `it shares no feature with '${set.golden.represents}' beside its texts`,
        'Add features: [COLUMN], or judge its slices by golden_slice_coverage.',
      )
    const covered = features.map(({ feature, bins, uncertainty }) => ({
      feature,
      trials: uncertainty.trials,
      rows: bins.reduce(
        (sum, { production, golden }) => sum + (golden >= Number(options['min_rows']) ? production : 0),
        0,
      ),
    }))
    const least = covered.reduce((a, b) => (b.rows < a.rows ? b : a))
    const note = `least covered: ${least.feature}, ${percent(least.rows / least.trials)} of ${set.golden.represents}`
    if (options['over'] === 'mean') {
      const mean = covered.reduce((sum, { rows, trials }) => sum + rows / trials, 0) / covered.length
      return { estimate: without(set, mean, 'a mean over features has none here'), note }
    }
    const { rows, trials } = least
    return { estimate: { ...without(set, rows / trials), uncertainty: wilson(rows, trials) }, note }
  },

  golden_slice_coverage(set, options) {
    const { slices } = describedBeside(set, 'golden_slice_coverage')
    if (slices.length === 0)
      throw lacking(
        set,
        'golden_slice_coverage',
        'the policy declares no slice that can be compared',
        'Add slices: [{ name: NAME, column: COLUMN }].',
      )
    const short = slices.filter(({ golden }) => golden < Number(options['min_rows']))
    const list = short.slice(0, 5).map(({ slice, golden }) => `${slice} (${golden} rows)`)
    return {
      estimate: without(set, 1 - short.length / slices.length),
      ...(short.length > 0 && {
        note: `too few rows: ${list.join(', ')}${short.length > 5 ? ` and ${short.length - 5} more` : ''}`,
      }),
    }
  },

  golden_age(set, options, asOf) {
    if (set.golden.labelledAt === null)
      throw lacking(
        set,
        'golden_age',
        'nothing says when it was labelled',
        'Add labelled_at: COLUMN, or the day of all labels.',
      )
    const age = labelAges(set.golden, set.labelled, asOf)
    if (age === null)
      return absent(set, asOf === null ? 'no day to hold it against was given' : 'no row has a day of labelling')
    if (isAhead(age)) return absent(set, `labels are dated after ${age.asOf}, the day of this run`)
    if (age.undated > 0) {
      const known = `the others are up to ${age.oldest} days old`
      return absent(set, `${age.undated} of ${set.table.rows} rows have no day of labelling; ${known}`)
    }
    const due = age.refresh === null ? [] : [`due again on ${age.refresh.due} (${age.refresh.rule})`]
    const drift =
      set.description === null ? null : goldenDrift(set.description.features, set.golden.refreshDrift ?? null)
    const drifted = drift?.due ? [`due now: ${driftText(drift)} (refresh: drift ${drift.bound})`] : []
    const note = [...drifted, ...due].join('; ')
    const value = age[options['of'] as 'oldest' | 'median' | 'newest']
    return { estimate: without(set, value), ...(note !== '' && { note }) }
  },

  golden_drift(set) {
    const drift = goldenDrift(describedBeside(set, 'golden_drift').features, set.golden.refreshDrift ?? null)
    if (drift === null)
      throw lacking(
        set,
        'golden_drift',
        `it shares no feature with '${set.golden.represents}' beside its texts`,
        'Add features: [COLUMN].',
      )
    const estimate = without(set, drift.moved, 'it is the largest of several features, and noise is taken off')
    return { estimate, note: drift.feature === null ? 'no feature has moved by more than chance' : driftText(drift) }
  },

  label_agreement(set, options) {
    if (set.annotators.length === 0)
      throw lacking(set, 'label_agreement', 'it names no annotators', 'Add annotators: [COLUMN, COLUMN].')
    try {
      const sample = ratingsOf(set.annotators, set.clusters)
      return {
        estimate: agreement(sample, options['statistic'] as AgreementStatistic, options['level'] as AgreementLevel),
      }
    } catch (error) {
      if (!(error instanceof MetricInputError)) throw error
      throw lacking(
        set,
        'label_agreement',
        error.tableMessage,
        'Write metric: { name: label_agreement, statistic: krippendorff_alpha }, which takes any number of annotators and missing labels.',
      )
    }
  },

  reviewed_share(set) {
    const { reviewed } = set
    if (reviewed === null)
      throw lacking(set, 'reviewed_share', 'nothing says which rows were reviewed', 'Add reviewed: COLUMN.')
    const bad = reviewed.find((value) => !Number.isNaN(value) && value !== 0 && value !== 1)
    if (bad !== undefined)
      throw lacking(
        set,
        'reviewed_share',
        `column '${set.golden.reviewed}' holds ${bad}, where true and false (or 1 and 0) were expected`,
        'Name a boolean column under reviewed.',
      )
    return shareOf(set, reviewed)
  },

  leakage_rate(set, options) {
    const leaks = describedBeside(set, 'leakage_rate').leaks(matching(set, 'leakage_rate', options))
    if (leaks === null)
      throw lacking(set, 'leakage_rate', 'it names no dataset to be kept apart from', 'Add apart_from: DATASET.')
    return foundShare(set, leaks, options)
  },

  duplicate_rate(set, options) {
    const repeats = describedBeside(set, 'duplicate_rate').repeats(matching(set, 'duplicate_rate', options))
    return foundShare(set, repeats, options)
  },

  effective_sample_size(set) {
    return { estimate: without(set, effectiveRows(set)) }
  },
}

/**
 * Takes one measurement of a golden set.
 *
 * @throws PolicyError where the policy does not say what the measure needs, or the columns do not hold it
 */
export function readGolden(set: GoldenSet, { metric, options }: MeasurementKey, asOf: string | null): GoldenReading {
  const reading = readings[metric]
  if (reading === undefined)
    throw new Error(`the policy was loaded with another catalogue: no golden measure '${metric}'`)
  return reading(set, options, asOf)
}

function driftText({ feature, moved }: GoldenDrift): string {
  return `${feature} has moved by ${percent(moved)} of rows beyond noise`
}

function describedBeside(set: GoldenSet, metric: string): GoldenSetDescription {
  if (set.description !== null) return set.description
  throw lacking(
    set,
    metric,
    'nothing says what it represents',
    'Add represents: DATASET, the table whose distribution it should cover.',
  )
}
