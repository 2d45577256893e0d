import { expect, test } from 'vitest'
import { originOf } from '../../src/push/origin.ts'

test('GitHub says its commit, branch, pull request and run', async () => {
  const origin = await originOf({
    GITHUB_REPOSITORY: 'acme/models',
    GITHUB_SHA: 'c0ffee',
    GITHUB_REF: 'refs/pull/17/merge',
    GITHUB_REF_NAME: '17/merge',
    GITHUB_HEAD_REF: 'better-features',
    GITHUB_RUN_ID: '99',
  })
  expect(origin).toEqual({
    commit: 'c0ffee',
    branch: 'better-features',
    pullRequest: 'https://github.com/acme/models/pull/17',
    run: 'https://github.com/acme/models/actions/runs/99',
  })
})

test('GitLab says its own, and what nobody says is left out', async () => {
  const now = new Date('2026-11-24T10:00:00Z')
  const origin = await originOf({ CI_COMMIT_SHA: 'beef', CI_COMMIT_REF_NAME: 'main', CI_PIPELINE_URL: '' }, now)
  expect(origin).toEqual({ commit: 'beef', branch: 'main', at: now.toISOString() })
})

test('without a CI, git says the commit, and the moment tells one run from another', async () => {
  const origin = await originOf({}, new Date('2026-11-24T10:00:00Z'))
  expect(origin).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), at: '2026-11-24T10:00:00.000Z' })
})
