import { Link, Outlet } from '@tanstack/react-router'
import { LinkTabs, PageHeader } from '../../components/index.ts'
import styles from './settings.module.css'

/** What stands above every page of settings. */
export function SettingsLayout() {
  return (
    <>
      <PageHeader title="Settings" />
      <LinkTabs label="Settings">
        <Link to="/settings/tokens">Tokens</Link>
        <Link to="/settings/waivers">Waivers</Link>
        <Link to="/settings/audit">Audit log</Link>
      </LinkTabs>
      <div className={styles['page']}>
        <Outlet />
      </div>
    </>
  )
}
