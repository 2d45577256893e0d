import { customType } from 'drizzle-orm/pg-core'

/** PostgreSQL's `bytea`: `pg` answers a Buffer, PGlite a Uint8Array. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
