import { mergeConfig } from 'vitest/config'
import { integration } from '../../tools/vitest.config.ts'

export default mergeConfig(integration, { test: { globalSetup: ['test/set-up/global-set-up.ts'] } })
