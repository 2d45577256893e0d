/**
 * Runs the bundle with what the engine had compiled of it when it ran before. Compiling takes a quarter of the time of a small
 * check: a megabyte of source is parsed, and each function is compiled when it is first called.
 *
 * The cache lies beside the bundle, and is as trustworthy as that: whoever can write the one can write the other. Its name says
 * what it is of, since the engine itself compares no more than its own version and the length of the source.
 */
import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'

/** @param {string} file the bundle, a CommonJS module */
export function runCached(file) {
  const source = readFileSync(file, 'utf8')
  const key = createHash('sha256')
    .update(source)
    .update(process.version)
    .update(process.arch)
    .digest('hex')
    .slice(0, 16)
  const cache = `${file}.${key}.cache`
  const cachedData = readIfThere(cache)
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    cachedData,
  })
  if (cachedData === undefined || script.cachedDataRejected) keepAtExit(script, cache)
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
}

/** What a check or a measurement has run is what the next one runs. */
function keepAtExit(script, cache) {
  if (!['check', 'measure'].includes(process.argv[2])) return
  process.once('exit', (code) => {
    if (code === 2) return
    const written = `${cache}.${process.pid}`
    try {
      writeFileSync(written, script.createCachedData())
      renameSync(written, cache)
    } catch {
      // A folder that cannot be written to, or a full disk: the next run is as slow as this one.
      rmSync(written, { force: true })
    }
  })
}

function readIfThere(file) {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
