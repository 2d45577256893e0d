import styles from './hash.module.css'

/** The beginning of a hash, enough to recognise it; whole in its title. */
export function Hash({ of, digits = 8 }: { readonly of: string; readonly digits?: number }) {
  return (
    <code className={styles['hash']} title={of}>
      {of.slice(0, digits)}
    </code>
  )
}
