import type { GoldenEvidence, GoldenSlice } from '@sluice/gates'
import { counted, countText, dayText, percentText } from '../../wording/index.ts'
import { type SliceDemand, scarcestFirst, sliceShortage } from './slice-shortage.ts'

/** A feature whose golden rows leave out more than one row in twenty of what is out there is worth a look. */
const enoughCoverage = 0.95
/** Below this, labels carry no conclusion, however tentative (Krippendorff 2004, section 11.4). */
const leastAgreement = 0.667

/** What to do about a golden set, the most pressing first; empty where there is nothing. */
export function nextSteps(set: GoldenEvidence, demand: SliceDemand): string[] {
  return [
    ...leaks(set),
    ...knownTexts(set),
    ...age(set),
    ...drift(set),
    ...agreement(set),
    ...slices(set, demand),
    ...features(set),
    ...repeats(set),
    ...repeatedTexts(set),
  ]
}

function leaks({ leaks: found, apartFrom }: GoldenEvidence): string[] {
  if (found === null || found.exact === 0) return []
  return [
    `Replace ${counted(found.exact, 'row')} that ${apartFrom.join(', ')} holds too: a row that was trained on proves nothing.`,
  ]
}

function knownTexts({ texts, apartFrom }: GoldenEvidence): string[] {
  const near = (texts?.leaks?.near ?? 0) - (texts?.leaks?.exact ?? 0)
  if (near === 0) return []
  return [
    `Read ${counted(near, 'text')} that ${apartFrom.join(', ')} holds nearly: a copy with a word changed is known too.`,
  ]
}

function drift({ drift: known, represents }: GoldenEvidence): string[] {
  if (known?.due !== true) return []
  const by = percentText(Number(known.moved.toPrecision(3)))
  return [`Draw and label rows of today: ${represents} has moved from it in ${known.feature}, by ${by} beyond noise.`]
}

function age({ age: known, rows }: GoldenEvidence): string[] {
  if (known === null) return []
  const undated =
    known.undated === 0 ? [] : [`Date the labels of ${countText(known.undated)} of ${counted(rows, 'row')}.`]
  if (known.refresh?.overdue !== true) return undated
  return [
    `Label it anew: under its rule ${known.refresh.rule} it was due on ${dayText(known.refresh.due)}.`,
    ...undated,
  ]
}

function agreement({ agreement: all }: GoldenEvidence): string[] {
  const weak = all.filter(({ value }) => value !== null && value < leastAgreement)
  if (weak.length === 0) return []
  return [
    `Write down how to label, and have the rows that annotators disagree on decided: ${weak[0]!.statistic} is below ${leastAgreement}.`,
  ]
}

/** More slices than this are counted, not named. */
const mostNamed = 3

function slices({ slices: all, dataset, represents }: GoldenEvidence, demand: SliceDemand): string[] {
  const short = scarcestFirst(all).filter((slice) => sliceShortage(slice, demand) > 0)
  if (short.length === 0) return []
  const { minRows } = demand
  const has = ({ slice, golden, expected }: GoldenSlice) =>
    `${slice} (${countText(golden)} of ${minRows === null ? `${countText(Math.round(expected))} expected` : countText(minRows)})`
  const named = short.slice(0, mostNamed).map(has)
  const others = short.length - named.length
  const list = others === 0 ? named : [...named, `${counted(others, 'other slice')}`]
  const scarce = short.filter(({ represented }) => minRows !== null && represented < minRows)
  const merge =
    scarce.length === 0
      ? ''
      : ` ${represents} itself has fewer of ${andText(scarce.slice(0, mostNamed).map(({ slice }) => slice))}: merge such slices, or look for rows elsewhere.`
  return [`Add rows of ${andText(list)} to ${dataset}.${merge}`]
}

function andText(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function features({ features: all }: GoldenEvidence): string[] {
  const thin = all.filter(({ coverage }) => coverage < enoughCoverage)
  if (thin.length === 0) return []
  const least = thin.reduce((a, b) => (b.coverage < a.coverage ? b : a))
  return [
    `Add rows where ${least.feature} is missing from it: ${percentText(Number(least.coverage.toPrecision(3)))} of what is out there is covered.`,
  ]
}

function repeats({ repeats: { exact } }: GoldenEvidence): string[] {
  return exact === 0
    ? []
    : [`Drop what is repeated: ${counted(exact, 'row')} in all, which would count more than once.`]
}

function repeatedTexts({ texts }: GoldenEvidence): string[] {
  const near = texts === undefined ? 0 : texts.repeats.near - texts.repeats.exact
  return near === 0
    ? []
    : [`Drop or rewrite ${counted(near, 'text')} that nearly repeat${near === 1 ? 's' : ''} an earlier one.`]
}
