import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { UserRound } from 'lucide-react'
import { useTRPC } from '../../api/trpc.ts'
import { LinkTabs, PageHeader, TrendStrip } from '../../components/index.ts'
import styles from './model-layout.module.css'

const route = getRouteApi('/models/$model')

/** What stands above every page of one model. */
export function ModelLayout() {
  const { model } = route.useParams()
  const trpc = useTRPC()
  // Its name alone until its row was fetched.
  const { data: summary } = useQuery(trpc.models.get.queryOptions({ model }))
  return (
    <>
      <PageHeader
        title={model}
        above={<Link to="/">Models</Link>}
        lead={
          summary === undefined ? undefined : (
            <>
              {summary.description}
              <span className={styles['owners']}>
                <UserRound size={13} aria-hidden />
                {summary.owners.length === 0 ? 'no owner named' : summary.owners.join(', ')}
              </span>
            </>
          )
        }
        actions={
          summary === undefined ? undefined : (
            <figure className={styles['trend']}>
              <TrendStrip model={model} trend={summary.trend} />
              <figcaption>
                {summary.trend.length < 2 ? 'its verdict' : `last ${summary.trend.length} verdicts`}
              </figcaption>
            </figure>
          )
        }
      />
      <LinkTabs label="Of this model">
        <Link to="/models/$model" params={{ model }} activeOptions={{ exact: true, includeSearch: false }}>
          Evaluations
        </Link>
        <Link to="/models/$model/policy" params={{ model }} activeOptions={{ includeSearch: false }}>
          Policy
        </Link>
      </LinkTabs>
      <div className={styles['page']}>
        <Outlet />
      </div>
    </>
  )
}
