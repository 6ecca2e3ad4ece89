import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { newSecrets } from './secrets.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterAll(() => station.close())

test('what is sealed with a key is read again with it, and only with it', async () => {
  const { db, secrets } = station
  const mine = await secrets.newKey(db)
  const yours = await secrets.newKey(db)
  const sealed = await secrets.seal(db, mine.keyId, '林小姐 𨳊')
  expect(await secrets.openText(db, mine.keyId, sealed)).toBe('林小姐 𨳊')
  await expect(secrets.openText(db, yours.keyId, sealed)).rejects.toThrow()
})

test('the same text is never sealed the same way twice', async () => {
  const { keyId } = await station.secrets.newKey(station.db)
  const once = await station.secrets.seal(station.db, keyId, 'x')
  expect(await station.secrets.seal(station.db, keyId, 'x')).not.toEqual(once)
})

test('after its key is destroyed nothing can be read, by another process neither', async () => {
  const { db, secrets, config } = station
  const { keyId } = await secrets.newKey(db)
  const sealed = await secrets.seal(db, keyId, 'x')
  const other = newSecrets(config.secretKey)
  expect(await other.openText(db, keyId, sealed)).toBe('x')
  await secrets.destroy(db, keyId)
  await expect(secrets.openText(db, keyId, sealed)).rejects.toMatchObject({ kind: 'not_found' })
  await expect(other.openText(db, keyId, sealed)).rejects.toMatchObject({ kind: 'not_found' })
})

test('another SECRET_KEY reads nothing', async () => {
  const { keyId } = await station.secrets.newKey(station.db)
  const sealed = await station.secrets.seal(station.db, keyId, 'x')
  const stranger = newSecrets('another secret, long enough to be one')
  await expect(stranger.openText(station.db, keyId, sealed)).rejects.toThrow()
})

test('equal texts of two purposes have different hashes', () => {
  const { secrets } = station
  expect(secrets.hash('a', 'x')).toBe(secrets.hash('a', 'x'))
  expect(secrets.hash('a', 'x')).not.toBe(secrets.hash('b', 'x'))
})
