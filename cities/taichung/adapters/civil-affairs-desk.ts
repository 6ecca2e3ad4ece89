// 民政局生育津貼: paid in cash by the household registration office when the family comes to register,
// so its counter works on both, and one visit settles both. The bureau decides the conditions.

import { days, deskAdapter, type Problem, people, words, z } from '../../../src/adapters/kit.ts'

const text = z.string().trim()
/** The journey may send more; the officer sees all of it. */
const Filing = z.looseObject({
  applicant: z.looseObject({ name: text.min(1) }),
  child: z.looseObject({ birth: z.iso.date() }),
  office: text.optional(),
  visitOn: z.iso.date().optional(),
})

const MONTHS = 6

/** Not paid later. Source: the city's rules for the allowance. */
function check({ child }: z.output<typeof Filing>, now: Date): Problem[] {
  if (days.taipeiDay(now) <= days.addMonths(child.birth, MONTHS)) return []
  return [
    people.block(
      '/child/birth',
      '生育津貼要在出生後六個月內申請，現在已經超過。',
      'The allowance is applied for within six months of the birth; that time is over.',
    ),
  ]
}

export const adapter = deskAdapter({
  describe: {
    id: 'civil-affairs-desk',
    agencies: ['civil-affairs'],
    title: words('生育津貼', 'Birth allowance'),
    desk: {
      deskId: 'household-desk',
      minutes: 5,
      steps: [
        words(
          '查父母之一設籍本市的日期，確認符合資格；不符合的，結果選「機關不核准」並寫出少了哪一項。',
          'See since when one of the parents has been registered in the city; if the conditions are not met, reject and say which one is missing.',
        ),
        words(
          '確認是第幾胎和金額，把金額寫在結果裡。',
          'Settle which child it is and the amount, and write the amount into the outcome.',
        ),
        words(
          '家屬選的戶政事務所先備好現金和領據，登記時當場領。',
          'The office the family chose has cash and receipt ready; it is paid at registration.',
        ),
        words(
          '結果選「請民眾到場」：和出生登記同一趟，帶身分證和印章；代領要委託書。期限是出生後六個月。',
          'As outcome choose a visit: the same one as the registration, with ID card and seal; a letter if somebody else collects it. The limit is six months after birth.',
        ),
      ],
    },
  },
  input: Filing,
  check,
  example: (now) => ({
    applicant: { name: '林怡君' },
    child: { birth: days.addDays(days.taipeiDay(now), -10) },
  }),
})
