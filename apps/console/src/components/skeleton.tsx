import styles from './skeleton.module.css'

interface SkeletonProps {
  readonly width?: string
  readonly height?: string
}

/** The place of something that is on its way, in its size, so that nothing jumps. */
export function Skeleton({ width = '100%', height = '1em' }: SkeletonProps) {
  return <span className={styles['bone']} style={{ width, height }} data-loading aria-hidden />
}

/** Several lines on their way; read out once as loading. */
export function SkeletonLines({ lines, height = '44px' }: { readonly lines: number; readonly height?: string }) {
  return (
    <div className={styles['lines']} role="status" data-loading>
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are alike and never change places
        <Skeleton key={at} height={height} />
      ))}
    </div>
  )
}

/** The router's, while a page's code is on its way. */
export function PagePending() {
  return <SkeletonLines lines={5} height="56px" />
}
