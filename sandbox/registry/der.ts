// Writes X.509 certificates byte by byte, just enough for an authority, a server and clients of this
// sandbox. Node makes keys and signatures and reads certificates, but writes none.

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto'

export interface Paper {
  /** PEM. */
  certificate: string
  /** PEM, PKCS #8. */
  key: string
}

export interface Wish {
  name: string
  organisation: string
  from: Date
  until: Date
  use: 'authority' | 'server' | 'client'
  /** Null signs itself. */
  signer: { paper: Paper; name: string; organisation: string } | null
}

const OIDS = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  organisation: '2.5.4.10',
  basicConstraints: '2.5.29.19',
  alternativeName: '2.5.29.17',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
}

export function makeCertificate(wish: Wish): Paper {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const signer = wish.signer ?? { paper: { key, certificate: '' }, ...wish }
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x11]), randomBytes(9)])),
    sequence(oid(OIDS.ecdsaWithSha256)),
    nameOf(signer),
    sequence(time(wish.from), time(wish.until)),
    nameOf(wish),
    createPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' })).export({
      type: 'spki',
      format: 'der',
    }),
    tagged(0xa3, sequence(...extensionsOf(wish.use))),
  )
  const signature = sign('sha256', body, createPrivateKey(signer.paper.key))
  const whole = sequence(body, sequence(oid(OIDS.ecdsaWithSha256)), bits(signature))
  return { certificate: pem(whole), key }
}

function extensionsOf(use: Wish['use']): Buffer[] {
  if (use === 'authority') {
    return [extension(OIDS.basicConstraints, sequence(tagged(0x01, Buffer.from([0xff]))), true)]
  }
  const usage = use === 'server' ? OIDS.serverAuth : OIDS.clientAuth
  const uses = extension(OIDS.extendedKeyUsage, sequence(oid(usage)))
  if (use === 'client') return [uses]
  const names = sequence(
    tagged(0x87, Buffer.from([127, 0, 0, 1])),
    tagged(0x82, Buffer.from('localhost')),
  )
  return [uses, extension(OIDS.alternativeName, names)]
}

const extension = (id: string, value: Buffer, isCritical = false) =>
  sequence(oid(id), ...(isCritical ? [tagged(0x01, Buffer.from([0xff]))] : []), tagged(0x04, value))

const nameOf = ({ name, organisation }: { name: string; organisation: string }) =>
  sequence(part(OIDS.organisation, organisation), part(OIDS.commonName, name))

const part = (id: string, text: string) =>
  tagged(0x31, sequence(oid(id), tagged(0x0c, Buffer.from(text))))

/** UTCTime until 2049, as RFC 5280 wants it; later ones are not written here. */
const time = (at: Date) =>
  tagged(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replaceAll(/\D/g, '')}Z`))

const sequence = (...parts: Buffer[]) => tagged(0x30, ...parts)
const integer = (bytes: Buffer) => tagged(0x02, bytes)
const bits = (bytes: Buffer) => tagged(0x03, Buffer.from([0]), bytes)

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(number: number): number[] {
  const digits = [number & 0x7f]
  for (let left = number >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body])
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
