import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { expect, test, vi } from 'vitest'
import { readSignedSession, signSession } from '../src/authentication/signed-session.ts'
import { signValue } from '../src/authentication/signed-value.ts'

const key = new Uint8Array(32).fill(7)
const now = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const ada = { workspace: 'default', actor: 'ada@example.com', scopes: ['read'] as const }

test('a signed session is read back until it ends', () => {
  const cookie = signSession(ada, key, now, 60)
  expect(readSignedSession(cookie, key, later(59))).toEqual(ada)
  expect(readSignedSession(cookie, key, later(60))).toBeNull()
})

test('a changed payload, another key and a value of another kind are no session', () => {
  const cookie = signSession(ada, key, now, 60)
  const [payload, mac] = cookie.split('.') as [string, string]
  const richer = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('read', 'admin')).toString(
    'base64url',
  )
  expect(readSignedSession(`${richer}.${mac}`, key, now)).toBeNull()
  expect(readSignedSession(cookie, new Uint8Array(32).fill(8), now)).toBeNull()
  expect(readSignedSession(signValue('sign-in', ada, key, now, 60), key, now)).toBeNull()
  for (const broken of ['', '.', 'a.b', `${payload}.`, `${cookie}.more`, `${payload}.${mac.slice(0, -2)}`])
    expect(readSignedSession(broken, key, now)).toBeNull()
})

test('a signature is compared in constant time, whatever is wrong with it', () => {
  // The real function, watched: modules import it by name, and take what it is from here.
  const compared = vi.spyOn(crypto, 'timingSafeEqual')
  syncBuiltinESMExports()
  try {
    const cookie = signSession(ada, key, now, 60)
    const [payload, mac] = cookie.split('.') as [string, string]
    const changedAt = (at: number) => {
      const bytes = Buffer.from(mac, 'base64url')
      bytes[at]! ^= 1
      return bytes.toString('base64url')
    }
    for (const [signature, holds] of [
      [mac, true],
      [changedAt(0), false],
      [changedAt(31), false],
    ] as const) {
      compared.mockClear()
      expect(readSignedSession(`${payload}.${signature}`, key, now) !== null).toBe(holds)
      expect(compared.mock.calls.map((pair) => pair.map(({ byteLength }) => byteLength))).toEqual([[32, 32]])
    }
  } finally {
    vi.restoreAllMocks()
    syncBuiltinESMExports()
  }
})
