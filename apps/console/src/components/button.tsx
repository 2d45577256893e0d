import type { ComponentProps } from 'react'
import styles from './button.module.css'

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: 'usual' | 'primary' | 'danger' | 'quiet'
  /** Shown while its work runs; pressing again does nothing. */
  readonly busy?: boolean
}

/** A button that submits nothing unless told to. */
export function Button({ kind = 'usual', busy = false, type = 'button', className = '', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`${styles['button']} ${className}`}
      data-kind={kind}
      aria-busy={busy || undefined}
      disabled={rest.disabled === true || busy}
    />
  )
}

/** A button of one sign; `label` says it. */
export function IconButton({ label, className = '', ...rest }: ComponentProps<'button'> & { readonly label: string }) {
  return <button type="button" {...rest} aria-label={label} className={`${styles['icon']} ${className}`} />
}
