// Words. A message is a string, or one string per plural form of the language. zh-TW is the source;
// a key that is missing shows itself in brackets, so that nobody overlooks it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalText } from './errors.ts'

export const LANGUAGES = ['zh-TW', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
/** What goes into the `lang` attribute: script named, so that a reader picks the right voice. */
export const LANG_TAG: Record<Language, string> = { 'zh-TW': 'zh-Hant-TW', en: 'en' }

export type Messages = Record<string, string | Record<string, string>>
export type Translate = (key: string, values?: Record<string, string | number>) => string
export type Words = Record<Language, Translate>

/** Reads locales/<language>/*.json. */
export function readWords(directory = 'locales'): Words {
  const translators = LANGUAGES.map((language) => {
    const files = readdirSync(join(directory, language)).filter((file) => file.endsWith('.json'))
    const messages: Messages = Object.assign(
      {},
      ...files.map((file) => JSON.parse(readFileSync(join(directory, language, file), 'utf8'))),
    )
    return [language, translator(language, messages)]
  })
  return Object.fromEntries(translators) as Words
}

/** A translator for one language. */
export function translator(language: string, messages: Messages): Translate {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)

  return (key, values = {}) => {
    const message = messages[key]
    if (message === undefined) return `⟦${key}⟧`

    const text =
      typeof message === 'string'
        ? message
        : (message[plurals.select(Number(values.count))] ?? message.other ?? `⟦${key}⟧`)

    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]
      return typeof value === 'number' ? numbers.format(value) : (value ?? `⟦${name}⟧`)
    })
  }
}

/** The text of a journey, agency or place in the reader's language. */
export const say = (text: LocalText, language: Language): string => text[language]

/** A message that is a key of ours, or brings its own words. */
export const sayMessage = (
  message: string | LocalText,
  language: Language,
  t: Translate,
  values?: Record<string, string | number>,
): string => (typeof message === 'string' ? t(message, values) : message[language])

/** The first language of ours that the reader's list names; zh-TW when it names none. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(';q=')
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)

  for (const { tag } of wanted) {
    if (tag.startsWith('zh')) return 'zh-TW'
    if (tag.startsWith('en')) return 'en'
  }
  return 'zh-TW'
}
