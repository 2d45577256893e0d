/** A digit of an axis at 11 pixels is at most so wide in the fonts that the console asks for. */
const characterWidth = 7
const between = 8

/**
 * The most ticks whose labels stand apart, each whole above the axis or overhanging an end by no more than a few pixels.
 *
 * @param choices ticks of an axis, the densest first
 * @param at where a tick stands, in pixels
 * @param label what is written there, centred
 * @param width of the axis, in pixels
 */
export function ticksThatFit(
  choices: readonly (readonly number[])[],
  at: (tick: number) => number,
  label: (tick: number) => string,
  width: number,
): readonly number[] {
  const overhang = between
  const half = (tick: number) => (label(tick).length * characterWidth) / 2
  const within = (tick: number) => at(tick) - half(tick) >= -overhang && at(tick) + half(tick) <= width + overhang
  const apart = (ticks: readonly number[]) =>
    ticks.every((tick, index) => {
      const next = ticks[index + 1]
      return next === undefined || at(next) - half(next) - (at(tick) + half(tick)) >= between
    })
  const inside = choices.map((ticks) => ticks.filter(within))
  return inside.find(apart) ?? inside.at(-1)?.slice(0, 1) ?? []
}
