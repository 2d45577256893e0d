import type { StressEvidence } from '@sluice/gates'
import { countText, shortNumber } from '../../wording/index.ts'

const asked: Readonly<Record<StressEvidence['asked'], string>> = {
  onnx: 'an ONNX file',
  oip: 'a server of the Open Inference Protocol',
  mlflow: 'an MLflow server',
  http: 'a server that answers JSON',
  command: 'a command',
}

/** Which rows were put under stress, who answered, and what was expected of the answers. */
export function suiteWords(suite: StressEvidence): string {
  const model = suite.model === null ? asked[suite.asked] : `${suite.model}, ${asked[suite.asked]}`
  return `${rowWords(suite)}, answered by ${model}. Expected: ${expectations(suite).join('; ')}.`
}

function rowWords({ rows, tableRows, dataset, synthetic }: StressEvidence): string {
  if (synthetic !== undefined) {
    const corners = synthetic.corners === 0 ? '' : ` and ${countText(synthetic.corners)} in their corners`
    return `${countText(synthetic.spread)} synthetic rows, spread over declared ranges${corners}`
  }
  const all = rows === tableRows ? `All ${countText(rows)}` : `${countText(rows)} of ${countText(tableRows)}`
  return `${all} rows of ${dataset}`
}

function expectations({ expect: { invariantWithin, directional }, threshold }: StressEvidence): string[] {
  const words = [
    ...(invariantWithin === null ? [] : [`no score moves by more than ${shortNumber(invariantWithin)}`]),
    ...Object.entries(directional ?? {}).map(([column, direction]) => directionWords(column, direction)),
  ]
  if (words.length > 0) return words
  return [threshold === null ? 'the decision stays' : `the decision at ${shortNumber(threshold)} stays`]
}

/** `the score falls as limit_bal grows`. */
export function directionWords(column: string, direction: 'increasing' | 'decreasing'): string {
  return `the score ${direction === 'increasing' ? 'rises' : 'falls'} as ${column} grows`
}
