import type { CalibrationEvidence } from '@sluice/gates'
import { Hint, Stack } from '../../components/index.ts'
import { counted } from '../../wording/index.ts'
import styles from './calibration.module.css'
import { calibratorInPolicy, calibratorName } from './calibrator-name.ts'

/** What the chooser would take and why, and what the numbers rest on. */
export function ChoiceSentence({ section }: { readonly section: CalibrationEvidence }) {
  const { choice, applied, fitting, model, notes } = section
  return (
    <Stack>
      <p className={styles['choice']}>
        <strong>{headline(section)}</strong>
        {choice === null ? null : ` ${withNames(choice.why, section)}`}
      </p>
      {choice === null || choice.method === 'identity' || applied !== null ? null : (
        <p className={styles['advice']}>
          To put it between {model} and its gates{fitting.crossFitted ? ', fitted on rows that no gate judges' : ''}:{' '}
          <code>{`calibrate: { on: ${fitting.crossFitted ? 'OTHER_ROWS' : fitting.dataset}, method: ${calibratorInPolicy(choice.method)} }`}</code>
        </p>
      )}
      <Hint>
        {fitting.crossFitted
          ? `Each calibrator is fitted on the judged rows themselves, fold by fold, since the policy reads no other rows of this model.`
          : `Each calibrator is fitted on ${counted(fitting.rows, 'row')} of ${fitting.dataset} and judged on ${counted(section.rows, 'row')} of ${section.dataset}.`}
        {notes.map((note) => ` ${note.charAt(0).toUpperCase()}${note.slice(1)}.`)}
      </Hint>
    </Stack>
  )
}

function headline({ choice, applied, model }: CalibrationEvidence): string {
  if (applied !== null && choice?.method === applied)
    return `${model} is calibrated by ${calibratorName(applied)}, rightly.`
  if (applied !== null)
    return choice === null
      ? `${model} is calibrated by ${calibratorName(applied)}.`
      : `${model} is calibrated by ${calibratorName(applied)}; the comparison would take ${wouldTake(choice.method)}.`
  if (choice === null) return 'No calibrator can be chosen.'
  return choice.method === 'identity'
    ? `${model} needs no calibrator.`
    : `${model} should be calibrated by ${wouldTake(choice.method)}.`
}

function wouldTake(method: string): string {
  return method === 'identity' ? 'none' : calibratorName(method)
}

/** The chooser's sentence names methods as programs do. */
function withNames(sentence: string, { methods }: CalibrationEvidence): string {
  return methods
    .filter(({ method }) => method.includes('_'))
    .reduce((text, { method }) => text.replaceAll(new RegExp(`\\b${method}\\b`, 'g'), calibratorName(method)), sentence)
}
