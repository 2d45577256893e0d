import type { Problem } from '../../problem.ts'
import { type LintInput, warning } from '../finding.ts'

const day = 86_400_000
/** A waiver that holds for longer is a decision that nobody will look at again. */
const mostDays = 180

/** Waivers that have run out, run for too long, or cover a slice that their gate does not judge. */
export function waiverFindings({ policy, today }: LintInput): Problem[] {
  return policy.waivers.flatMap((waiver): Problem[] => {
    const gate = policy.gates.find((one) => one.name === waiver.gate)
    const days = Math.round((Date.parse(waiver.until) - Date.parse(today)) / day)
    const at = (code: string, message: string, why: string, hint: string) =>
      warning(waiver.location, `waivers.${waiver.gate}`, { code, message, why, hint })
    const findings: Problem[] = []
    if (days < 0)
      findings.push(
        at(
          'waiver-expired',
          `the waiver of '${waiver.gate}' ended on ${waiver.until}`,
          'It covers nothing any more.',
          'Remove it, or have it approved anew.',
        ),
      )
    if (days > mostDays)
      findings.push(
        at(
          'waiver-far-ahead',
          `the waiver of '${waiver.gate}' holds until ${waiver.until}, ${days} days ahead`,
          'An exception that outlives the release it was made for becomes the rule.',
          `Choose a day within ${mostDays} days.`,
        ),
      )
    const { slice } = waiver
    if (
      gate !== undefined &&
      slice !== null &&
      slice !== 'all' &&
      !gate.slices.some((name) => slice === name || slice.startsWith(`${name}=`) || slice.includes(' & '))
    )
      findings.push(
        at(
          'waiver-of-unjudged-slice',
          `the waiver of '${waiver.gate}' names the slice '${slice}', which the gate does not judge`,
          'It covers nothing.',
          gate.slices.length === 0
            ? 'Remove `slice`; the gate judges all rows together.'
            : `Write it as reports do: ${gate.slices[0]}=VALUE.`,
        ),
      )
    return findings
  })
}
