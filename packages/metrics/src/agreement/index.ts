export { fleissKappa } from './fleiss-kappa.ts'
export { type AlphaOptions, krippendorffAlpha } from './krippendorff-alpha.ts'
export { raterKappa } from './rater-kappa.ts'
export type { RatingsSample } from './ratings.ts'
