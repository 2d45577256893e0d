/**
 * Loads the table engine's native code on a thread of its own while this one reads the bundle and the policy: loading a
 * shared library blocks the thread that does it for some 60 ms, and the second time it costs nothing. Only a head start:
 * whatever fails here will fail again, with words, where tables are read.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

try {
  const bindings = createRequire(import.meta.url).resolve('@duckdb/node-bindings')
  const thread = new Worker(`require(${JSON.stringify(bindings)})`, { eval: true })
  thread.on('error', () => {})
  // A process that ends first waits for it, a moment: native code whose thread is ended while it loads aborts the process.
} catch {
  // Not installed: the reader of tables will say so.
}
