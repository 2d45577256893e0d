import type { MeasurementEvidence } from '@sluice/gates'
import { otherColours, seriesColour } from '../../charts/index.ts'

/** A model whose curves can lie behind those that are looked at. */
export interface ComparedModel {
  readonly model: string
  readonly colour: string
  /** Of what is neither looked at nor its baseline: drawn thinner and dashed. */
  readonly quiet: boolean
  readonly shown: boolean
}

/**
 * The models beside the one that is looked at, its baseline first: what a gate holds it against, else the first of them.
 * Each keeps its colour whichever are shown.
 *
 * @param models that have curves
 * @param own the model looked at
 * @param measurements where a model is held against another
 * @param asked the models that the address asks for; without, the baseline alone
 */
export function comparedModels(
  models: readonly string[],
  own: string,
  measurements: readonly Pick<MeasurementEvidence, 'model' | 'versus'>[],
  asked: readonly string[] | undefined,
): readonly ComparedModel[] {
  const others = models.filter((model) => model !== own)
  const held = new Set(measurements.flatMap(({ model, versus }) => (model === own && versus !== null ? [versus] : [])))
  const baseline = others.find((model) => held.has(model)) ?? others[0]
  const ordered = others.toSorted((a, b) => Number(b === baseline) - Number(a === baseline))
  return ordered.map((model, at) => ({
    model,
    colour: at === 0 ? seriesColour.baseline : (otherColours[(at - 1) % otherColours.length] ?? seriesColour.baseline),
    quiet: at > 0,
    shown: asked === undefined ? model === baseline : asked.includes(model),
  }))
}
