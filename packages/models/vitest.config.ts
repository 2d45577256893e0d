import { mergeConfig } from 'vitest/config'
import shared from '../../tools/vitest.config.ts'

/** One of its files is about a module that is missing, which others need. */
export default mergeConfig(shared, { test: { isolate: true } })
