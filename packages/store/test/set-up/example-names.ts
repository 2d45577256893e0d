export const exampleNames = ['credit-default', 'census-income'] as const
export type ExampleName = (typeof exampleNames)[number]
