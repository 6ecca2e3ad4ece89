// A person, in full and with an error.

import { type Example, inChinese as t } from './example.ts'
import { PersonFields } from './person.tsx'

export const examples: Example[] = [
  {
    name: '領隊',
    node: (
      <PersonFields
        t={t}
        id="leader"
        name="leader"
        isReader
        parts={['name', 'id_number', 'birth', 'phone', 'email', 'address']}
        value={{ name: '林怡君', id_number: 'A123456780', birth: '1990-05-01', email: '' }}
        errors={{ id_number: '號碼最後一碼對不上，請再看一次證件' }}
      />
    ),
  },
  {
    name: '緊急聯絡人與國籍',
    node: (
      <PersonFields
        t={t}
        id="contact"
        name="contact"
        parts={['nationality', 'emergency_name', 'emergency_phone']}
        value={{ nationality: 'TW' }}
        errors={{}}
        options={{
          nationality: [
            { value: 'TW', label: '臺灣' },
            { value: 'JP', label: '日本' },
          ],
        }}
      />
    ),
  },
]
