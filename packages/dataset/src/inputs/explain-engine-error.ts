import { DatasetError } from '../dataset-error.ts'

interface Explanation {
  readonly pattern: RegExp
  readonly explain: (match: RegExpMatchArray, path: string) => DatasetError
}

const explanations: readonly Explanation[] = [
  {
    pattern: /Footer length|TProtocolException|don't know what type|Variable-length int|Deserializ/,
    explain: (_, path) =>
      new DatasetError({
        code: 'unreadable-file',
        path,
        message: `${path} is a damaged Parquet file: what it says of its own contents makes no sense.`,
        hint: 'Copy or write it again; bytes were changed on the way, though none are missing at its end.',
      }),
  },
  {
    pattern: /No magic bytes|too small to be a Parquet/,
    explain: (_, path) =>
      new DatasetError({
        code: 'truncated-file',
        path,
        message: `${path} is not a whole Parquet file: its closing bytes are missing or damaged.`,
        hint: 'Copy or write it again; the writer was stopped, or it is another format under this name.',
      }),
  },
  {
    pattern: /CSV Error on Line: (\d+)[\s\S]*?Expected Number of Columns: (\d+) Found: (\d+)/,
    explain: ([, line, expected, found], path) =>
      new DatasetError({
        code: 'ragged-rows',
        path,
        line: Number(line),
        message: `${path}:${line} has ${found} values, where its first line names ${expected} columns.`,
        hint: 'Fix that line: an unquoted separator inside a value is the usual cause.',
      }),
  },
  {
    pattern: /CSV Error on Line: (\d+)[\s\S]*?(Invalid unicode|not utf-8)/i,
    explain: ([, line], path) =>
      new DatasetError({
        code: 'unreadable-file',
        path,
        line: Number(line),
        message: `${path}:${line} is not UTF-8 text.`,
        hint: 'Save it as UTF-8: `iconv -f latin1 -t utf-8 in.csv > out.csv`.',
      }),
  },
  {
    pattern: /CSV Error on Line: (\d+)[\s\S]*?(unterminated quote|quote should be followed|Value with unterminated)/i,
    explain: ([, line], path) =>
      new DatasetError({
        code: 'unreadable-file',
        path,
        line: Number(line),
        message: `${path}:${line} opens a quote that is not closed as CSV asks for.`,
        hint: 'Close the quote, and double the quotes inside a quoted value.',
      }),
  },
  {
    pattern: /JSON[\s\S]*?in line (\d+): (.+)/,
    explain: ([, line, why], path) =>
      new DatasetError({
        code: 'unreadable-file',
        path,
        line: Number(line),
        message: `${path}:${line} is not the JSON that was expected: ${why!.trim().replace(/\.$/, '')}.`,
        hint: 'Write one whole JSON object a line, with the same type in a field throughout.',
      }),
  },
  {
    pattern: /schema mismatch|Schema of .* does not match|different (schema|columns)|was found in the first file/i,
    explain: (_, path) =>
      new DatasetError({
        code: 'files-differ',
        path,
        message: `The files of ${path} do not have the same columns and types.`,
        hint: 'Name only files of one layout, or declare them as separate datasets.',
      }),
  },
  {
    pattern: /(timestamp|date) field (format|value)|Could not convert string '(.*)' to (TIMESTAMP|DATE)/i,
    explain: (match, path) =>
      new DatasetError({
        code: 'not-a-timestamp',
        path,
        message: `${path} has a text that is not a time${/"(.*?)"/.exec(match.input ?? '')?.[1] ? `: "${/"(.*?)"/.exec(match.input ?? '')![1]}"` : ''}.`,
        hint: 'Write times as ISO 8601 (2024-03-05 or 2024-03-05T14:00:00Z), or store them as timestamps.',
      }),
  },
  {
    pattern: /Out of Memory|could not allocate|failed to (allocate|pin)/i,
    explain: (_, path) =>
      new DatasetError({
        code: 'out-of-memory',
        path,
        message: `${path} needs more memory than this machine gives.`,
        hint: 'Name fewer columns and slices, or gate a sample of the rows.',
      }),
  },
]

/** One sentence for an error of the engine, without its stack, its query or its advice. */
export function explainEngineError(error: unknown, path: string): DatasetError {
  if (error instanceof DatasetError) return error
  const text = error instanceof Error ? error.message : String(error)
  for (const { pattern, explain } of explanations) {
    const match = pattern.exec(text)
    if (match !== null) return explain(match, fileIn(text) ?? path)
  }
  return new DatasetError({
    code: 'unreadable-file',
    path: fileIn(text) ?? path,
    message: `${fileIn(text) ?? path} cannot be read: ${firstSentence(text)}.`,
    hint: 'Check that the file is whole and is what its ending says.',
  })
}

/** The engine's first line, without its category. */
export function firstSentence(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/^[A-Z][A-Za-z ]*Error: /, '').replace(/[.:!\s]+$/, '')
}

function fileIn(text: string): string | null {
  return (/^\s+file = (.+)$/m.exec(text) ?? /file ['"]([^'"\n]+)['"]/i.exec(text))?.[1] ?? null
}
