// How to reach a person: telephone, e-mail, address.

import { isPlainRecord } from '../expressions/records.ts'
import { type Leaf, type LeafReader, right, wrong } from './leaf.ts'
import { halfWidth, readLine } from './texts.ts'

const MOBILE = /^09\d{8}$/
/** Area codes 02–08 and their islands, 9 or 10 digits in all. */
const LANDLINE = /^0[2-8]\d{7,8}$/
const FOREIGN = /^\+[1-9]\d{6,14}$/
const WITH_EXTENSION = /^(.+?)(?:#|分機|ext\.?|x)(\d{1,6})$/i

/** `0912345678`, `0422289111#301` or `+81312345678`; +886 becomes 0. */
export const readPhone: LeafReader = (raw) => {
  if (typeof raw !== 'string' || raw.length > 40) return wrong('journeys.problem_phone')
  const written = halfWidth(raw)
    .replace(/[\s()\-–—.~轉]/g, '')
    .replace(/^\+886(\(?0\)?)?/, '0')
  const [, line = written, extension] = WITH_EXTENSION.exec(written) ?? []
  if (MOBILE.test(line) || FOREIGN.test(line)) {
    return extension ? wrong('journeys.problem_phone') : right(line)
  }
  if (!LANDLINE.test(line)) return wrong('journeys.problem_phone')
  return right(extension ? `${line}#${extension}` : line)
}

const EMAIL_MAX = 254
const EMAIL = /^[^\s@<>()[\]",;:\\]{1,64}@(?:[^\s@<>()[\]",;:\\.]+\.)+[^\s@<>()[\]",;:\\.]{2,}$/u

/** The domain in small letters; the part before @ as its owner writes it. */
export const readEmail: LeafReader = (raw) => {
  const line = readLine(raw, EMAIL_MAX)
  if (!line.ok) return wrong('journeys.problem_email')
  const text = halfWidth(line.value)
  if (!EMAIL.test(text)) return wrong('journeys.problem_email')
  const at = text.lastIndexOf('@')
  return right(text.slice(0, at) + text.slice(at).toLowerCase())
}

export interface Address {
  city: string
  district: string
  street: string
}

const CITY_MAX = 20
const STREET_MAX = 120
const IN_TAIWAN = /^(\p{Script=Han}{2}[縣市])(\p{Script=Han}{1,4}?[鄉鎮市區])(.+)$/u

/** In three parts, or as one line, which is taken apart where it can be. */
export const readAddress: LeafReader = (raw): Leaf<Address> => {
  const parts = typeof raw === 'string' ? takenApart(raw) : raw
  if (!isPlainRecord(parts)) return wrong('journeys.problem_address')
  const city = readLine(parts.city ?? '', CITY_MAX)
  const district = readLine(parts.district ?? '', CITY_MAX)
  const street = readLine(parts.street ?? '', STREET_MAX)
  for (const part of [city, district, street]) if (!part.ok) return part
  if (!city.ok || !district.ok || !street.ok || street.value === '') {
    return wrong('journeys.problem_address')
  }
  return right({ city: withTai(city.value), district: district.value, street: street.value })
}

/** Offices print 臺 and compare letter by letter; people write 台. */
const withTai = (city: string): string => city.replace(/^台(?=[北中南東])/, '臺')

function takenApart(raw: string): Address {
  if (raw.length > STREET_MAX * 4) return { city: '', district: '', street: raw }
  // A box of several lines, and the postcode people write first.
  const text = raw
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/^\s*\d{3,6}\s*/, '')
    .trim()
  const [, city, district, street] = IN_TAIWAN.exec(text) ?? []
  if (city && district && street) return { city, district, street }
  return { city: '', district: '', street: text }
}
