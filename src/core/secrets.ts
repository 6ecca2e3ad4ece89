// Keys and what is sealed with them: one data key for each case, itself wrapped by a key derived from
// SECRET_KEY. Destroying the wrapped key is erasure. Source: docs/decisions/0009-sealed-cases.md.

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomUUID,
} from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import { Failure } from './errors.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Unwrapped keys kept in memory; a busy status page opens the same case again and again. */
const KEPT_KEYS = 500

export interface Secrets {
  newKey(tx: Db): Promise<{ keyId: string }>
  seal(db: Db, keyId: string, plain: string | Uint8Array): Promise<Uint8Array>
  /** @throws Failure not_found when the key was destroyed */
  open(db: Db, keyId: string, sealed: Uint8Array): Promise<Uint8Array>
  openText(db: Db, keyId: string, sealed: Uint8Array): Promise<string>
  /** One key for several things, read once. Not to be kept longer than a transaction. */
  withKey(db: Db, keyId: string): Promise<Sealer>
  destroy(tx: Db, keyId: string): Promise<void>
  /** Keyed hash for look-ups. The purpose keeps equal texts of two columns apart. */
  hash(purpose: string, text: string): string
  /** 256 bits, safe in an address. */
  randomToken(): string
}

export interface Sealer {
  seal(plain: string): Uint8Array
  openText(sealed: Uint8Array): string
}

export function newSecrets(secretKey: string): Secrets {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secretKey, 'yizhan', purpose, 32))
  const hashingKey = derive('hash')
  const ring = newKeyRing(derive('wrap'))

  return {
    newKey: ring.add,
    destroy: ring.destroy,
    async seal(db, keyId, plain) {
      return encrypt(await ring.get(db, keyId), Buffer.from(plain), keyId)
    },
    async open(db, keyId, sealed) {
      return decrypt(await ring.get(db, keyId), sealed, keyId)
    },
    async openText(db, keyId, sealed) {
      return decrypt(await ring.get(db, keyId), sealed, keyId).toString('utf8')
    },
    async withKey(db, keyId) {
      const key = await ring.get(db, keyId)
      return {
        seal: (plain) => encrypt(key, Buffer.from(plain), keyId),
        openText: (sealed) => decrypt(key, sealed, keyId).toString('utf8'),
      }
    },
    hash: (purpose, text) =>
      createHmac('sha256', hashingKey).update(`${purpose}\0${text}`).digest('hex'),
    randomToken: () => randomBytes(32).toString('base64url'),
  }
}

/** The data keys: wrapped in their rows, unwrapped in memory for a while. */
function newKeyRing(wrappingKey: Buffer) {
  const kept = new Map<string, Buffer>()
  return {
    async add(tx: Db): Promise<{ keyId: string }> {
      const keyId = randomUUID()
      const key = randomBytes(32)
      await tx
        .insertInto('core.keys')
        .values({ key_id: keyId, wrapped: encrypt(wrappingKey, key, keyId) })
        .execute()
      keep(kept, keyId, key)
      return { keyId }
    },
    async get(db: Db, keyId: string): Promise<Buffer> {
      // A key destroyed by another process must not live on here: the row decides.
      const row = await db
        .selectFrom('core.keys')
        .select(['wrapped'])
        .where('key_id', '=', keyId)
        .executeTakeFirst()
      if (!row?.wrapped) {
        kept.delete(keyId)
        throw new Failure('not_found', 'core.erased')
      }
      const key = kept.get(keyId) ?? decrypt(wrappingKey, row.wrapped, keyId)
      keep(kept, keyId, key)
      return key
    },
    async destroy(tx: Db, keyId: string): Promise<void> {
      kept.delete(keyId)
      await tx
        .updateTable('core.keys')
        .set({ wrapped: null, destroyed_at: sql<Date>`now()` })
        .where('key_id', '=', keyId)
        .execute()
    },
  }
}

/** Nonce, then tag, then text. `owner` is authenticated, so that a row cannot be moved to another. */
function encrypt(key: Buffer, plain: Uint8Array, owner: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, sealed: Uint8Array, owner: string): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
  const cipher = createDecipheriv(CIPHER, key, nonce).setAAD(Buffer.from(owner)).setAuthTag(tag)
  return Buffer.concat([cipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()])
}

function keep(kept: Map<string, Buffer>, keyId: string, key: Buffer): void {
  kept.set(keyId, key)
  const oldest = kept.keys().next().value
  if (kept.size > KEPT_KEYS && oldest) kept.delete(oldest)
}
