/**
 * Runs the bundle with what the engine had compiled of it when it ran before. Compiling takes a quarter of the time of a small
 * check: a megabyte of source is parsed, and each function is compiled when it is first called.
 *
 * The cache lies beside the bundle, and is as trustworthy as that: whoever can write the one can write the other. Its name says
 * what it is of, by the bundle's size and time and the engine's version and flags: the engine itself compares no more of the
 * source than its length. Building and installing replace the whole folder.
 */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { cachedDataVersionTag } from 'node:v8'
import { Script } from 'node:vm'

/** @param {string} file the bundle, a CommonJS module */
export function runCached(file) {
  // The bundler writes ASCII alone, which is read several times as fast by this name.
  const source = readFileSync(file, 'latin1')
  const { size, mtimeMs } = statSync(file)
  const key = [size, Math.floor(mtimeMs), cachedDataVersionTag()].map((part) => part.toString(36)).join('-')
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
