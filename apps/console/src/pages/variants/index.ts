export { VariantsPage } from './variants-page.tsx'
