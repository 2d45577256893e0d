import { Link } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import styles from './neighbours.module.css'

/** The evaluations of the same model before and after this one. */
export function Neighbours({ previous, next }: { readonly previous: string | null; readonly next: string | null }) {
  return (
    <nav aria-label="Other evaluations of this model" className={styles['neighbours']}>
      {previous === null ? (
        <span className={styles['none']}>
          <ChevronLeft size={14} aria-hidden />
          First
        </span>
      ) : (
        <Link to="/evaluations/$id" params={{ id: previous }}>
          <ChevronLeft size={14} aria-hidden />
          Earlier
        </Link>
      )}
      {next === null ? (
        <span className={styles['none']}>
          Latest
          <ChevronRight size={14} aria-hidden />
        </span>
      ) : (
        <Link to="/evaluations/$id" params={{ id: next }}>
          Later
          <ChevronRight size={14} aria-hidden />
        </Link>
      )}
    </nav>
  )
}
