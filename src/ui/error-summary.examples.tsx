// Errors on top of a page. In the gallery it does not take the focus.

import { ErrorSummary } from './error-summary.tsx'
import { type Example, inChinese as t } from './example.ts'

export const examples: Example[] = [
  {
    name: '兩個地方要改',
    node: (
      <ErrorSummary
        t={t}
        autofocus={false}
        errors={[
          { href: '#phone', text: '請填留守人的電話，山上聯絡不到您時會打這支' },
          { href: '#wrong-day', text: '11月沒有31日，請改成日曆上有的日子' },
        ]}
      />
    ),
  },
]
