export { SlicesPage } from './slices-page.tsx'
