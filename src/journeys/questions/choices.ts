// Answers picked from a few, ticks, and numbers.

import { isPlainRecord } from '../expressions/records.ts'
import { type LeafReader, right, wrong } from './leaf.ts'
import { halfWidth } from './texts.ts'

export const readChoice: LeafReader = (raw, question) =>
  question.options?.some((option) => option.value === raw)
    ? right(raw)
    : wrong('journeys.problem_choice')

/** In the order in which they are offered, each once. */
export const readChoices: LeafReader = (raw, question) => {
  const given = typeof raw === 'string' ? [raw] : raw
  if (!Array.isArray(given)) return wrong('journeys.problem_choices')
  const offered = (question.options ?? []).map((option) => option.value)
  if (given.some((value) => !offered.includes(value))) return wrong('journeys.problem_choice')
  return right(offered.filter((value) => given.includes(value)))
}

/** A form sends `yes`. Not ticking is an answer only where the tick is optional. */
export const readConfirm: LeafReader = (raw, question) => {
  const ticked = raw === true || raw === 'yes' || raw === 'on'
  if (!ticked && raw !== false && raw !== 'no') return wrong('journeys.problem_confirm')
  return ticked || question.optional ? right(ticked) : wrong('journeys.problem_confirm')
}

export const readNumber: LeafReader = (raw, question) => {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, whole } = question
  const written = typeof raw === 'string' ? halfWidth(raw).replace(/(?<=\d),(?=\d{3})/g, '') : raw
  const looksLikeOne = typeof written === 'string' && /^-?\d{1,15}(\.\d{1,9})?$/.test(written)
  const number = typeof written === 'number' || looksLikeOne ? Number(written) : Number.NaN
  if (!Number.isFinite(number)) return wrong('journeys.problem_number')
  if (whole && !Number.isInteger(number)) return wrong('journeys.problem_whole_number')
  if (number < min) return wrong('journeys.problem_number_min', { min })
  return number > max ? wrong('journeys.problem_number_max', { max }) : right(number)
}

export const readPlace: LeafReader = (raw, question, { places }) => {
  const id = isPlainRecord(raw) ? raw.id : raw
  const found = typeof id === 'string' ? places.place(question.list ?? '', id) : null
  return found
    ? right({ id: found.id, name: found.name['zh-TW'] })
    : wrong('journeys.problem_place')
}

const DEFAULT_MEDIA_TYPES = ['application/pdf', 'image/jpeg', 'image/png']
const DEFAULT_MAX_BYTES = 5_000_000

export const mediaTypesOf = (question: { accept?: string[] }): string[] =>
  question.accept ?? DEFAULT_MEDIA_TYPES
export const maxBytesOf = (question: { maxBytes?: number }): number =>
  question.maxBytes ?? DEFAULT_MAX_BYTES

/**
 * A file that is kept already (`attachment` is its id), or one that comes along as `base64`. Whether
 * the bytes are what they say they are is looked at where they are kept.
 */
export const readUpload: LeafReader = (raw, question) => {
  if (!isPlainRecord(raw)) return wrong('journeys.problem_upload')
  const { name, mediaType, attachment, base64 } = raw
  if (typeof name !== 'string' || typeof mediaType !== 'string' || name.length > 200) {
    return wrong('journeys.problem_upload')
  }
  const content = typeof base64 === 'string' ? { base64 } : { attachment }
  if (!('base64' in content) && typeof attachment !== 'string') {
    return wrong('journeys.problem_upload')
  }
  if (!mediaTypesOf(question).includes(mediaType)) return wrong('journeys.problem_media_type')
  const bytes = typeof base64 === 'string' ? Math.floor((base64.length * 3) / 4) : raw.bytes
  const megabytes = maxBytesOf(question) / 1_000_000
  if (typeof bytes !== 'number' || bytes > maxBytesOf(question)) {
    return wrong('journeys.problem_upload_size', { megabytes })
  }
  return right({ name, mediaType, bytes, ...content })
}
