export { EvaluationLayout } from './evaluation-layout.tsx'
export { EvaluationPage } from './evaluation-page.tsx'
