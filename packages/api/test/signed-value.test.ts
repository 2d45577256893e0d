import { expect, test } from 'vitest'
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
