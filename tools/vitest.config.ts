import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'

/** Every package resolves its neighbours to source, so that no build stands between an edit and its test. */
const conditions = ['@sluice/source', 'module', 'node', 'development|production']

export const shared = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@sluice/source', 'node'] } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    passWithNoTests: false,
    setupFiles: [fileURLToPath(new URL('./property-seed.ts', import.meta.url))],
  },
})

const integrationTests = 'test/**/*.integration.test.ts'

/** The inner loop: one package's functions. Modules keep no state that a test could see, so files share them: half the time. */
export default mergeConfig(
  shared,
  defineConfig({ test: { include: ['test/**/*.test.ts'], exclude: [integrationTests], isolate: false } }),
)

/** What starts a database, a server or a command, or measures a whole example policy. */
export const integration = mergeConfig(shared, defineConfig({ test: { include: [integrationTests] } }))
