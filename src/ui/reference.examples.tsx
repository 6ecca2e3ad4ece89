// The number of a case.

import type { Example } from './example.ts'
import { Reference } from './reference.tsx'

export const examples: Example[] = [
  { name: '案號', node: <Reference label="您的案號" value="TC-7K3M-92QF" /> },
]
