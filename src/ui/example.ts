// An example shows one part in one situation. The same examples make the gallery page, the HTML
// tests and the accessibility tests, so every id is used once over all of them.

import type { Child } from 'hono/jsx'
import en from '../../locales/en/ui.json' with { type: 'json' }
import zh from '../../locales/zh-TW/ui.json' with { type: 'json' }
import { type Translate, translator } from '../core/i18n.ts'

export interface Example {
  name: string
  node: Child
  /** Absent: zh-TW. */
  lang?: 'en'
}

/** The parts' own words, for examples. */
export const inChinese: Translate = translator('zh-TW', zh)
export const inEnglish: Translate = translator('en', en)
