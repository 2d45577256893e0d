import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Origin } from '@sluice/store'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where an evaluation comes from: what the CI says of itself (GitHub, GitLab, Jenkins, Azure, CircleCI, Buildkite), or
 * else what git says of the working directory. What nobody knows is left out. Where no CI names its run, the moment does: a
 * model that goes back to an earlier state on one commit was checked again, and is no push that was sent twice.
 */
export async function originOf(environment: Environment = process.env, now = new Date()): Promise<Origin> {
  const known = fromCi(environment)
  const commit = known.commit ?? (await git('rev-parse', 'HEAD'))
  const branch = known.branch ?? (await git('symbolic-ref', '--short', 'HEAD'))
  return present({ ...known, commit, branch, ...(known.run === undefined && { at: now.toISOString() }) })
}

function fromCi(env: Environment): Origin {
  const github = env['GITHUB_REPOSITORY']
  if (github !== undefined) {
    const pull = /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1]
    const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com'
    return present({
      commit: env['GITHUB_SHA'],
      branch: env['GITHUB_HEAD_REF'] || env['GITHUB_REF_NAME'],
      pullRequest: pull && `${server}/${github}/pull/${pull}`,
      run: env['GITHUB_RUN_ID'] && `${server}/${github}/actions/runs/${env['GITHUB_RUN_ID']}`,
    })
  }
  const first = (...names: string[]) =>
    names.map((name) => env[name]).find((value) => value !== undefined && value !== '')
  return present({
    commit: first('CI_COMMIT_SHA', 'GIT_COMMIT', 'BUILD_SOURCEVERSION', 'CIRCLE_SHA1', 'BUILDKITE_COMMIT'),
    branch: first('CI_COMMIT_REF_NAME', 'GIT_BRANCH', 'BUILD_SOURCEBRANCHNAME', 'CIRCLE_BRANCH', 'BUILDKITE_BRANCH'),
    pullRequest: first('CI_MERGE_REQUEST_IID', 'CHANGE_URL', 'CIRCLE_PULL_REQUEST', 'BUILDKITE_PULL_REQUEST'),
    run: first('CI_PIPELINE_URL', 'BUILD_URL', 'CIRCLE_BUILD_URL', 'BUILDKITE_BUILD_URL'),
  })
}

async function git(...args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', args, { timeout: 2000 })
    return stdout.trim() || undefined
  } catch {
    // No repository, no commit, or no git: then nobody knows.
    return undefined
  }
}

function present(origin: Origin): Origin {
  return Object.fromEntries(Object.entries(origin).filter(([, value]) => value !== undefined && value !== ''))
}
