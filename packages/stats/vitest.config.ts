export { withSharedModules as default } from '../../tools/vitest.config.ts'
