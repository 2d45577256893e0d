import { ExternalLink, GitBranch, GitCommitHorizontal, GitPullRequest } from 'lucide-react'
import type { Origin } from '../api/records.ts'
import styles from './origin-words.module.css'

/** Where an evaluation comes from: commit, branch, pull request, CI run. Only web addresses become links. */
export function OriginWords({ origin: { commit, branch, pullRequest, run } }: { readonly origin: Origin }) {
  return (
    <span className={styles['origin']}>
      {commit === undefined ? null : (
        <span className={styles['part']} title={commit}>
          <GitCommitHorizontal size={13} aria-label="Commit" />
          <code>{commit.slice(0, 8)}</code>
        </span>
      )}
      {branch === undefined ? null : (
        <span className={styles['part']}>
          <GitBranch size={13} aria-label="Branch" />
          {branch}
        </span>
      )}
      {pullRequest === undefined ? null : (
        <span className={styles['part']}>
          <GitPullRequest size={13} aria-label="Pull request" />
          <WebLink address={pullRequest}>{pullRequest.replace(/^https?:\/\/[^/]+\//, '')}</WebLink>
        </span>
      )}
      {run === undefined || !isWebAddress(run) ? null : (
        <span className={styles['part']}>
          <WebLink address={run}>
            CI run <ExternalLink size={12} aria-hidden />
          </WebLink>
        </span>
      )}
    </span>
  )
}

function WebLink({ address, children }: { readonly address: string; readonly children: React.ReactNode }) {
  return isWebAddress(address) ? (
    <a href={address} rel="noreferrer noopener" target="_blank" className={styles['link']}>
      {children}
    </a>
  ) : (
    children
  )
}

/** Anything else in an `href`, such as `javascript:`, could act in the reader's name. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
