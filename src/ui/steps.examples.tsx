// The second of five steps.

import { type Example, inChinese as t } from './example.ts'
import { Steps } from './steps.tsx'

export const examples: Example[] = [
  { name: '第二步', node: <Steps t={t} current={2} total={5} label="行程" /> },
]
