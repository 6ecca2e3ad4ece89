// A card on a device that is cut off: sealed to a key of the station, so that whoever takes the device
// reads nothing. ECDH on P-256, HKDF and AES-GCM, which every browser has; the other half stands in
// src/ui/islands/offline.ts.

import { webcrypto } from 'node:crypto'

const { subtle } = webcrypto
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const POINT_BYTES = 65
const NONCE_BYTES = 12
const PURPOSE = new TextEncoder().encode('yizhan offline card')

/** Both halves in base64: SPKI, PKCS 8. */
export async function newSealingKeys(): Promise<{ publicKey: string; privateKey: string }> {
  const pair = await subtle.generateKey(CURVE, true, ['deriveBits'])
  const spki = await subtle.exportKey('spki', pair.publicKey)
  const pkcs8 = await subtle.exportKey('pkcs8', pair.privateKey)
  return { publicKey: base64(spki), privateKey: base64(pkcs8) }
}

/** Point, nonce, text. Null for what was not sealed to that key, or was altered. */
export async function openCard(privateKey: string, sealed: string): Promise<unknown> {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    const own = await subtle.importKey('pkcs8', Buffer.from(privateKey, 'base64'), CURVE, false, [
      'deriveBits',
    ])
    const point = bytes.subarray(0, POINT_BYTES)
    const theirs = await subtle.importKey('raw', point, CURVE, false, [])
    const iv = bytes.subarray(POINT_BYTES, POINT_BYTES + NONCE_BYTES)
    const key = await sharedKey(own, theirs, 'decrypt')
    const body = bytes.subarray(POINT_BYTES + NONCE_BYTES)
    const plain = await subtle.decrypt({ name: 'AES-GCM', iv }, key, body)
    return JSON.parse(Buffer.from(plain).toString('utf8'))
  } catch {
    return null
  }
}

/** As a device does it. */
export async function sealCard(publicKey: string, card: unknown): Promise<string> {
  const theirs = await subtle.importKey('spki', Buffer.from(publicKey, 'base64'), CURVE, false, [])
  const own = await subtle.generateKey(CURVE, true, ['deriveBits'])
  const key = await sharedKey(own.privateKey, theirs, 'encrypt')
  const iv = webcrypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const plain = new TextEncoder().encode(JSON.stringify(card))
  const body = await subtle.encrypt({ name: 'AES-GCM', iv }, key, plain)
  const point = await subtle.exportKey('raw', own.publicKey)
  return Buffer.concat([Buffer.from(point), iv, Buffer.from(body)]).toString('base64')
}

async function sharedKey(
  own: webcrypto.CryptoKey,
  theirs: webcrypto.CryptoKey,
  use: 'encrypt' | 'decrypt',
): Promise<webcrypto.CryptoKey> {
  const bits = await subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256)
  const base = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: PURPOSE }
  return subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, [use])
}

const base64 = (bytes: ArrayBuffer) => Buffer.from(bytes).toString('base64')
