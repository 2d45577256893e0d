/** An error of the engine itself, in the engine's words, where errors of other origin could come from the same call. */
export class EngineError extends Error {
  override readonly name: string = 'EngineError'
}
