export { StressPage } from './stress-page.tsx'
