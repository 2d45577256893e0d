import { useLocation } from '@tanstack/react-router'
import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import styles from './tabs.module.css'
import { useStrip } from './use-strip.ts'

export interface Tab<Value extends string> {
  readonly value: Value
  readonly label: ReactNode
  readonly content: ReactNode
}

interface TabsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly tabs: readonly Tab<Value>[]
}

/** Views of one thing within a page. Parts of an address are links instead: see `LinkTabs`. */
export function Tabs<Value extends string>({ label, value, onChange, tabs }: TabsProps<Value>) {
  const choose = (chosen: string) => {
    const tab = tabs.find((each) => each.value === chosen)
    if (tab !== undefined) onChange(tab.value)
  }
  const [list, hidden] = useStrip<HTMLDivElement>(value, '[data-state="active"]')
  return (
    <Radix.Root value={value} onValueChange={choose}>
      <Radix.List ref={list} className={styles['list']} data-hidden={hidden} aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={styles['tab']}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={styles['content']}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}

/** A row of links that looks like tabs; each link marks itself when it is where the reader is (`aria-current`). */
export function LinkTabs({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const page = useLocation({ select: ({ pathname }) => pathname })
  const [nav, hidden] = useStrip<HTMLElement>(page, '[aria-current="page"]')
  return (
    <nav ref={nav} aria-label={label} className={styles['links']} data-hidden={hidden}>
      {children}
    </nav>
  )
}
