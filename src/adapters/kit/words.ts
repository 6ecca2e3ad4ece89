// Our words, in every language we write.

import type { LocalText } from '../../core/errors.ts'

/** The same sentence in both languages. */
export const words = (zh: string, en: string): LocalText => ({ 'zh-TW': zh, en })
