// In the middle of a list, and at its start.

import { type Example, inEnglish, inChinese as t } from './example.ts'
import { Pagination } from './pagination.tsx'

export const examples: Example[] = [
  { name: '中間', node: <Pagination t={t} previousHref="/gallery" nextHref="/gallery" /> },
  { name: 'First page', lang: 'en', node: <Pagination t={inEnglish} nextHref="/gallery" /> },
]
