export { CurvesPage } from './curves-page.tsx'
