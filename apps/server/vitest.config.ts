import { mergeConfig } from 'vitest/config'
import shared from '../../tools/vitest.config.ts'

export default mergeConfig(shared, { test: { globalSetup: ['test/set-up/global-set-up.ts'] } })
