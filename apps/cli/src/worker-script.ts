/** The module that worker threads run: beside this one, in the sources as in the bundle. */
export const workerScript = new URL(
  import.meta.url.endsWith('.ts') ? './measure-worker.ts' : './measure-worker.mjs',
  import.meta.url,
)
