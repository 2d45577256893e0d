import { mergeConfig } from 'vitest/config'
import { shared } from '../vitest.config.ts'

/** A real server with real evidence, driven in a real browser: one after the other, since they share the processors. */
export default mergeConfig(shared, {
  test: {
    include: ['e2e/**/*.test.ts'],
    root: new URL('..', import.meta.url).pathname,
    globalSetup: './e2e/global-set-up.ts',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
