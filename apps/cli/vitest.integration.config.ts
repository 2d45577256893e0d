import { mergeConfig } from 'vitest/config'
import { integration } from '../../tools/vitest.config.ts'

/** These tests run the built command as a user does, in processes of its own. */
export default mergeConfig(integration, { test: { globalSetup: './test/build-command.ts', testTimeout: 150_000 } })
