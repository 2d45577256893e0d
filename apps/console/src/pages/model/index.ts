export { ModelLayout } from './model-layout.tsx'
export { ModelPage } from './model-page.tsx'
