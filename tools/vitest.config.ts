import { defineConfig, mergeConfig } from 'vitest/config'

/** Every package resolves its neighbours to source, so that no build stands between an edit and its test. */
const conditions = ['@sluice/source', 'module', 'node', 'development|production']

const config = defineConfig({
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

export default config

/** For packages whose modules keep no state that a test could see: files share them, and load them once a thread. */
export const withSharedModules = mergeConfig(config, defineConfig({ test: { isolate: false } }))
