// A day: empty, typed in either calendar, wrong, in English.

import { DateField } from './date-field.tsx'
import { type Example, inEnglish, inChinese as t } from './example.ts'

export const examples: Example[] = [
  { name: '還沒填', node: <DateField t={t} id="start" label="哪一天出發" /> },
  {
    name: '填民國年',
    node: (
      <DateField
        t={t}
        id="end"
        label="哪一天下山"
        value={{ year: '115', month: '11', day: '25' }}
      />
    ),
  },
  {
    name: '沒有這一天',
    node: (
      <DateField
        t={t}
        id="wrong-day"
        label="哪一天出發"
        error="11月沒有31日，請改成日曆上有的日子"
        value={{ year: '2026', month: '11', day: '31' }}
      />
    ),
  },
  {
    name: 'In English',
    lang: 'en',
    node: (
      <DateField
        t={inEnglish}
        id="start-en"
        label="Which day do you set out?"
        value={{ year: '2026', month: '11', day: '23' }}
      />
    ),
  },
]
