import manifest from '../package.json' with { type: 'json' }

/** The version that evidence, SARIF and `--version` state. */
export const version: string = manifest.version
