import { cloneElement, type ReactElement, type ReactNode, useId, useState } from 'react'
import styles from './tooltip.module.css'

interface TooltipProps {
  readonly text: ReactNode
  /** One element that takes focus, so that the keyboard reaches the text. */
  readonly children: ReactElement<{ 'aria-describedby'?: string }>
  readonly side?: 'top' | 'bottom'
  /** Which edge of the element the text keeps to; `end` at the right edge of the window. */
  readonly align?: 'centre' | 'end'
}

/** More words on what the pointer or focus is on, until Escape; never the only place of something needed. */
export function Tooltip({ text, children, side = 'top', align = 'centre' }: TooltipProps) {
  const id = useId()
  const [dismissed, setDismissed] = useState(false)
  const again = () => setDismissed(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens; what takes focus is its child
    <span
      className={styles['host']}
      data-dismissed={dismissed}
      onPointerEnter={again}
      onFocus={again}
      onKeyDown={({ key }) => key === 'Escape' && setDismissed(true)}
    >
      {cloneElement(children, { 'aria-describedby': id })}
      <span id={id} role="tooltip" className={styles['content']} data-side={side} data-align={align}>
        {text}
      </span>
    </span>
  )
}
