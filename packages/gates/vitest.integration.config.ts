export { integration as default } from '../../tools/vitest.config.ts'
