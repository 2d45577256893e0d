import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'

interface CopyButtonProps {
  readonly text: string
  /** What is copied, for the button's words: `Copy YAML`. */
  readonly label?: string
  readonly kind?: 'usual' | 'quiet' | 'primary'
}

type State = 'ready' | 'copied' | 'refused'

const words = { copied: 'Copied', refused: 'Select and copy it yourself' } as const

/** Puts a text on the clipboard and says whether it worked. */
export function CopyButton({ text, label = 'Copy', kind = 'usual' }: CopyButtonProps) {
  const [state, setState] = useState<State>('ready')
  useEffect(() => {
    if (state === 'ready') return
    const timer = setTimeout(() => setState('ready'), 2000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  const Icon = state === 'copied' ? Check : Copy
  return (
    <Button kind={kind} onClick={copy}>
      <Icon size={14} aria-hidden />
      <span aria-live="polite">{state === 'ready' ? label : words[state]}</span>
    </Button>
  )
}
