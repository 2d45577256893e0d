import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
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

/** A window over the page; Escape and the cross close it, focus returns to where it came from. */
export function Dialog({ open, onOpenChange, title, description, children, actions, size = 'usual' }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={styles['overlay']} />
        <Radix.Content
          className={styles['content']}
          data-size={size}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className={styles['header']}>
            <Radix.Title className={styles['title']}>{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close">
                <X size={16} aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          {description === undefined ? null : (
            <Radix.Description className={styles['description']}>{description}</Radix.Description>
          )}
          {children}
          {actions === undefined ? null : <footer className={styles['actions']}>{actions}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
