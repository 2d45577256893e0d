import { useEffect, useState } from 'react'

/** Browsers refuse an address that changes with every pixel of a slider. */
const settleMilliseconds = 200

/**
 * A value that is part of the address but moves too often for it: it changes here at once, and in the address once it
 * rests.
 *
 * @param asked the address's
 * @param write puts it there; resolves once the address has it
 */
export function useSettled<Value>(
  asked: Value,
  write: (value: Value) => Promise<void>,
): readonly [Value, (value: Value) => void] {
  const [moved, setMoved] = useState<{ readonly value: Value } | null>(null)
  useEffect(() => {
    if (moved === null) return
    const timer = setTimeout(
      () => void write(moved.value).then(() => setMoved((now) => (now === moved ? null : now))),
      settleMilliseconds,
    )
    return () => clearTimeout(timer)
  }, [moved, write])
  return [moved === null ? asked : moved.value, (value) => setMoved({ value })]
}
