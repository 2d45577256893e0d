import type { CheckResult } from '@sluice/gates'
import { renderGithub } from './github.ts'
import { renderJson } from './json.ts'
import { type RunTiming, renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown/render-markdown.ts'
import { renderSarif } from './sarif/render-sarif.ts'
import { renderText, type TextOptions } from './text/render-text.ts'

/** What any format may want to know; each takes what it needs. */
export interface ReportOptions extends TextOptions {
  /** Sluice's version. */
  readonly version?: string
  /** The repository's folder, taken off the paths that code hosts show. */
  readonly root?: string
  /** When the run began and how long it took. */
  readonly timing?: RunTiming
}

export type FormatName = 'text' | 'json' | 'junit' | 'sarif' | 'markdown' | 'github'

/** Every format of `--format`, by name. All say the same verdict, and agree with the exit code. */
export const formats: Readonly<Record<FormatName, (result: CheckResult, options: ReportOptions) => string>> = {
  text: renderText,
  json: renderJson,
  junit: renderJunit,
  sarif: renderSarif,
  markdown: renderMarkdown,
  github: renderGithub,
}
