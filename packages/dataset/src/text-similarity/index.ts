export { leastRecall, planBands, probabilityFound } from './band-plan.ts'
export { defaultShingleLength, type Shingling } from './shingles.ts'
export { TextIndex, type TextIndexOptions, type Texts } from './text-index.ts'
