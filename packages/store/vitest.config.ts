import { mergeConfig } from 'vitest/config'
import shared from '../../tools/vitest.config.ts'

export default mergeConfig(shared, {
  // Two at a time: much of it waits for a database or another process.
  test: { globalSetup: ['test/set-up/global-set-up.ts'], maxWorkers: 2 },
})
