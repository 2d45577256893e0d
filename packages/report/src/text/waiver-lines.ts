import type { WaiverVerdict } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import type { Style } from '../style.ts'
import { clip, wrap } from '../text-width.ts'
import { waiverStateWords } from '../verdict-words.ts'

const marks = { expired: 'fail', unused: 'warn', active: 'waived' } as const

/**
 * The dated exceptions of a policy, expired ones first: what they cover, until when, who allowed it and why. In brief a
 * line each, cut at the width.
 */
export function waiverLines(
  waivers: readonly WaiverVerdict[],
  style: Style,
  detail: 'brief' | 'whole' = 'whole',
): string[] {
  if (waivers.length === 0) return []
  const order = ['expired', 'unused', 'active']
  const sorted = waivers.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  return [
    style.bold('Waivers'),
    ...sorted.flatMap((waiver) => {
      const status = marks[waiver.state]
      const mark = style.paint[status](style.glyphs.status[status])
      const what = [waiver.gate, ...(waiver.slice === null ? [] : [waiver.slice])].map(cleanLine).join(' on ')
      const state = waiverStateWords({ ...waiver, until: cleanLine(waiver.until) })
      const because = `approved by ${cleanLine(waiver.approvedBy)}: ${cleanLine(waiver.reason)}`
      if (detail === 'brief') {
        const line = `${what} ${style.glyphs.dot} ${state} ${style.glyphs.dot} ${because}`
        return [`  ${mark} ${clip(line, style.width - 4, style.glyphs.ellipsis)}`]
      }
      const first = wrap(`${what} ${style.glyphs.dot} ${state}`, style.width - 4)
      return [
        ...first.map((line, i) => `  ${i === 0 ? mark : ' '} ${line}`),
        ...wrap(because, style.width - 4).map((line) => `    ${style.dim(line)}`),
      ]
    }),
  ]
}
