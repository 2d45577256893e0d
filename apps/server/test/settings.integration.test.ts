import { expect, test } from 'vitest'
import { ServerRefusal } from '../src/index.ts'
import { readSettings } from '../src/settings.ts'

test('without a database everything is kept in a folder and one person uses it', () => {
  const settings = readSettings({ SLUICE_DATA: '/data', DATABASE_URL: '' })
  expect(settings).toMatchObject({ place: { kind: 'embedded', folder: '/data' }, mode: 'single-user', port: 4380 })
  expect(settings.host).toBe('127.0.0.1')
})

test('with a database callers need tokens', () => {
  const settings = readSettings({ DATABASE_URL: 'postgres://db/sluice', SLUICE_KEEP_DAYS: '90', HOST: '0.0.0.0' })
  expect(settings).toMatchObject({ mode: 'tokens', retention: { keepDays: 90 }, place: { kind: 'postgres' } })
})

test('SLUICE_MODE decides, except where people sign in', () => {
  const people = {
    SLUICE_OIDC_ISSUER: 'https://id.example.com',
    SLUICE_OIDC_CLIENT_ID: 'sluice',
    SLUICE_OIDC_CLIENT_SECRET: 'hush',
    SLUICE_OIDC_ALLOWED: '@example.com',
    SLUICE_PUBLIC_URL: 'https://sluice.example.com',
  }
  expect(readSettings({ SLUICE_MODE: 'tokens' }).mode).toBe('tokens')
  expect(readSettings({ ...people, SLUICE_MODE: 'single-user' }).mode).toBe('tokens')
  expect(readSettings(people).mode).toBe('tokens')
})

test('single-user mode is for a store in a folder: with a database it is refused, without the address of the database', () => {
  const both = { DATABASE_URL: 'postgres://ada:hush@db/sluice', SLUICE_MODE: 'single-user' }
  expect(() => readSettings(both)).toThrow(ServerRefusal)
  expect(() => readSettings(both)).toThrow(/SLUICE_MODE is single-user and DATABASE_URL is set.*Leave out/)
  expect(() => readSettings(both)).not.toThrow(/hush/)
})

test('SLUICE_MAX_PUSH_MB is how much a push may be, compressed and unpacked; without it the usual', () => {
  expect(readSettings({ SLUICE_MAX_PUSH_MB: '64' }).limits).toEqual({
    bodyBytes: 64 * 2 ** 20,
    unpackedBytes: 128 * 2 ** 20,
  })
  expect(readSettings({}).limits).toEqual({})
  for (const wrong of ['much', '0', '-1', '1000'])
    expect(() => readSettings({ SLUICE_MAX_PUSH_MB: wrong })).toThrow(/SLUICE_MAX_PUSH_MB/)
})

test('the address that browsers use is one of the web', () => {
  const { publicUrl } = readSettings({ SLUICE_PUBLIC_URL: 'https://sluice.example.com' })
  expect(publicUrl).toBe('https://sluice.example.com')
  expect(() => readSettings({ SLUICE_PUBLIC_URL: 'javascript:alert(1)' })).toThrow(/SLUICE_PUBLIC_URL/)
})

test('a wrong variable and half a sign-in are refused by name, without their values', () => {
  expect(() => readSettings({ PORT: '99999' })).toThrow(ServerRefusal)
  expect(() => readSettings({ PORT: '99999' })).toThrow(/PORT/)
  const half = { SLUICE_OIDC_ISSUER: 'https://id.example.com', SLUICE_OIDC_CLIENT_SECRET: 'hush' }
  expect(() => readSettings(half)).toThrow(/SLUICE_OIDC_CLIENT_ID, SLUICE_OIDC_ALLOWED, SLUICE_PUBLIC_URL/)
  expect(() => readSettings(half)).not.toThrow(/hush/)
})
