import type { ComponentProps } from 'react'
import styles from './panel.module.css'

/** The parts of a page below one another. */
export function Stack({ gap = 'usual', ...rest }: ComponentProps<'div'> & { readonly gap?: 'usual' | 'wide' }) {
  return <div {...rest} className={styles['stack']} data-gap={gap} />
}

/** A framed part of a page: a chart, a table of numbers, a form. */
export function Panel(props: ComponentProps<'section'>) {
  return <section {...props} className={styles['panel']} />
}

/** A quiet sentence that says how to read what stands beside it. */
export function Hint(props: ComponentProps<'p'>) {
  return <p {...props} className={styles['hint']} />
}
