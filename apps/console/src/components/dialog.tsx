import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'

interface DialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** One sentence below the title. */
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** Buttons, the one that goes on last. */
  readonly actions?: ReactNode
  readonly size?: 'usual' | 'wide'
}

/**
 * A window over the page. The browser's own: it holds the focus, closes on Escape and gives the focus back, and unlike
 * libraries it writes no style into the page, which the content security policy would refuse.
 */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null
}

function OpenDialog({ onOpenChange, title, description, children, actions, size = 'usual' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    if (element === null) return
    const before = document.activeElement
    element.showModal()
    // The browser would choose the button that closes: people open a window to fill it in.
    element.querySelector<HTMLElement>('input, select, textarea')?.focus()
    return () => {
      element.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={styles['dialog']}
      data-size={size}
      aria-labelledby={`${id}-title`}
      aria-describedby={description === undefined ? undefined : `${id}-description`}
      onCancel={(event) => {
        event.preventDefault()
        onOpenChange(false)
      }}
    >
      <div className={styles['header']}>
        <h2 id={`${id}-title`} className={styles['title']}>
          {title}
        </h2>
        <IconButton label="Close" onClick={() => onOpenChange(false)}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      {description === undefined ? null : (
        <p id={`${id}-description`} className={styles['description']}>
          {description}
        </p>
      )}
      {children}
      {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
    </dialog>
  )
}
