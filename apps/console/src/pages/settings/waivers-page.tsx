import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CalendarClock, Stamp } from 'lucide-react'
import type { WaiverRecord } from '../../api/records.ts'
import { useTRPC } from '../../api/trpc.ts'
import { Button, type Column, EmptyState, ErrorState, SkeletonLines, Table } from '../../components/index.ts'
import { dayText, sliceName, today } from '../../wording/index.ts'
import { firstPageOf } from '../page-size.ts'
import styles from './settings.module.css'
import { soonestFirst, urgencyOf, waiverWords } from './waiver-dates.ts'

/** Every waiver of every model with the day it ends, the soonest first. */
export function WaiversPage() {
  const trpc = useTRPC()
  const waivers = useInfiniteQuery(trpc.waivers.list.infiniteQueryOptions({}, firstPageOf))
  if (waivers.isPending) return <SkeletonLines lines={3} />
  if (waivers.isError) return <ErrorState error={waivers.error} onRetry={() => void waivers.refetch()} />
  const rows = waivers.data.pages.flatMap(({ items }) => items)
  if (rows.length === 0)
    return (
      <EmptyState icon={Stamp} title="No waivers">
        <p>
          A waiver lets one gate fail until a day, with a reason and a name. Policies hold them, so that git does too.
        </p>
      </EmptyState>
    )
  return (
    <>
      <Table
        caption="Waivers, soonest end first"
        columns={columnsOn(today(new Date()))}
        rows={soonestFirst(rows)}
        rowKey={({ model, gate, slice, until }) => `${model} ${gate} ${slice} ${until}`}
      />
      {waivers.hasNextPage ? (
        <Button kind="quiet" busy={waivers.isFetchingNextPage} onClick={() => void waivers.fetchNextPage()}>
          Later waivers
        </Button>
      ) : null}
    </>
  )
}

function columnsOn(day: string): readonly Column<WaiverRecord>[] {
  return [
    {
      id: 'gate',
      header: 'Gate',
      names: true,
      cell: ({ evaluation, gate, slice }) => (
        <Link to="/evaluations/$id" params={{ id: evaluation }} search={slice === null ? { gate } : { gate, slice }}>
          {gate}
          {slice === null ? '' : ` · ${sliceName(slice)}`}
        </Link>
      ),
    },
    {
      id: 'model',
      header: 'Model',
      cell: ({ model }) => (
        <Link to="/models/$model" params={{ model }}>
          {model}
        </Link>
      ),
    },
    {
      id: 'until',
      header: 'Ends',
      cell: (waiver) => {
        const urgency = urgencyOf(waiver, day)
        return (
          <span className={styles['end']}>
            {urgency === null ? null : <CalendarClock size={14} className={styles[urgency]} aria-hidden />}
            <span>
              {dayText(waiver.until)} <span className={styles[urgency ?? 'muted']}>{waiverWords(waiver, day)}</span>
            </span>
          </span>
        )
      },
    },
    { id: 'reason', header: 'Reason', cell: ({ reason }) => reason },
    { id: 'by', header: 'Approved by', cell: ({ approvedBy }) => approvedBy },
  ]
}
