export { AuditPage } from './audit-page.tsx'
export { SettingsLayout } from './settings-layout.tsx'
export { TokensPage } from './tokens-page.tsx'
export { WaiversPage } from './waivers-page.tsx'
