import { mergeConfig } from 'vitest/config'
import { integration } from '../../tools/vitest.config.ts'

export default mergeConfig(integration, {
  // Two at a time: much of it waits for a database or another process.
  test: { globalSetup: ['test/set-up/global-set-up.ts'], maxWorkers: 2 },
})
