import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import styles from './text-field.module.css'

interface TextFieldProps extends ComponentProps<'input'> {
  readonly label: string
  readonly showLabel?: boolean
  readonly icon?: LucideIcon
}

/** One line of text with its label. */
export function TextField({ label, showLabel = false, icon: Icon, ...input }: TextFieldProps) {
  return (
    <label className={styles['field']}>
      <span className={showLabel ? styles['label'] : 'visually-hidden'}>{label}</span>
      <span className={styles['box']}>
        {Icon === undefined ? null : <Icon className={styles['icon']} size={14} aria-hidden />}
        <input {...input} className={styles['input']} data-icon={Icon !== undefined} />
      </span>
    </label>
  )
}
