import { defineConfig } from 'vitest/config'

/** Every package resolves its neighbours to source, so that no build stands between an edit and its test. */
const conditions = ['@sluice/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@sluice/source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    passWithNoTests: false,
  },
})
