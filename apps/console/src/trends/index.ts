export { GateTrend } from './gate-trend.tsx'
export { trendSlice } from './trend-slice.ts'
