import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { Dialog, StatusIcon } from '../components/index.ts'
import { firstPageOf } from '../pages/page-size.ts'
import styles from './quick-jump.module.css'

/** As many as are read at a glance. */
const shown = 8

/** Type part of a model's name, choose with the arrows, press Enter. */
export function QuickJump({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const models = useInfiniteQuery(trpc.models.list.infiniteQueryOptions({}, firstPageOf))
  const found = (models.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ model }) => model.toLowerCase().includes(text.trim().toLowerCase()))
    .slice(0, shown)
  const { hasNextPage, isFetching, fetchNextPage } = models
  useEffect(() => {
    if (found.length < shown && hasNextPage && !isFetching) void fetchNextPage()
  }, [found.length, hasNextPage, isFetching, fetchNextPage])
  const at = Math.min(chosen, found.length - 1)
  const go = (model: string) => {
    onClose()
    void navigate({ to: '/models/$model', params: { model } })
  }
  const press = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setChosen((at + step + found.length) % Math.max(1, found.length))
    }
    const model = found[at]?.model
    if (event.key === 'Enter' && model !== undefined) go(model)
  }
  return (
    <Dialog open onOpenChange={onClose} title="Jump to a model">
      <input
        className={styles['input']}
        type="text"
        role="combobox"
        aria-label="Model name"
        aria-expanded={found.length > 0}
        aria-controls="quick-jump-models"
        aria-activedescendant={at >= 0 ? `quick-jump-${at}` : undefined}
        placeholder="Part of its name"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setChosen(0)
        }}
        onKeyDown={press}
      />
      <div id="quick-jump-models" role="listbox" aria-label="Models" className={styles['models']}>
        {found.map(({ model, last }, index) => (
          <button
            key={model}
            id={`quick-jump-${index}`}
            type="button"
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className={styles['model']}
            onClick={() => go(model)}
            onPointerMove={() => setChosen(index)}
          >
            <StatusIcon status={last.verdict} label />
            {model}
          </button>
        ))}
      </div>
      {found.length === 0 ? (
        <p className={styles['none']}>{isFetching ? 'Loading' : 'No model of that name.'}</p>
      ) : null}
    </Dialog>
  )
}
