const names: Readonly<Record<string, string>> = {
  identity: 'as it is',
  platt: 'Platt',
  histogram_binning: 'histogram binning',
  venn_abers: 'Venn–Abers',
  class_temperature: 'temperature',
  vector_scaling: 'vector scaling',
}

const eachClass = 'one_versus_rest_'

/** How people call a calibrator: `Venn–Abers`, `isotonic by class`. */
export function calibratorName(method: string): string {
  if (method.startsWith(eachClass)) return `${calibratorName(method.slice(eachClass.length))} by class`
  return names[method] ?? method.replaceAll('_', ' ')
}

/** What a policy calls it. */
export function calibratorInPolicy(method: string): string {
  return method.replace(eachClass, '').replace('class_temperature', 'temperature')
}
