// A small journey with one question of nearly every type, for tests: a market stall for a day. Also
// a few true check digits, of people who do not exist.

import type { LocalText } from '../core/errors.ts'
import type { ReadingContext } from './questions/leaf.ts'
import type { Journey, Question } from './schema.ts'

export const TODAY = '2026-11-23'

export const LIN = 'A123456789'
export const CHEN = 'B200000004'
export const NEW_RESIDENT = 'A800000014'
export const OLD_RESIDENT = 'AC01234567'

const words = (text: string): LocalText => ({ 'zh-TW': `${text}（測試）`, en: text })

const DISTRICTS = [
  { id: 'xitun', name: { 'zh-TW': '西屯區', en: 'Xitun' } },
  { id: 'heping', name: { 'zh-TW': '和平區', en: 'Heping' } },
]

/** Places of the small city: two districts, and trips of one fixed kind. */
export const CONTEXT: ReadingContext = {
  today: TODAY,
  places: {
    list: (list) => (list === 'districts' ? DISTRICTS : []),
    place: (list, id) => (list === 'districts' && DISTRICTS.find((one) => one.id === id)) || null,
    readTrip: () => ({
      ok: false,
      problems: [{ pointer: '/days', message: 'journeys.required_type_trip', level: 'block' }],
    }),
    tripFromForm: () => ({}),
    applyTripAction: (raw) => raw,
    tripActionProblems: () => [],
    AgencyOutline: () => null,
    drawDay: () => null,
    TripField: () => null,
  },
}

const person = (id: string, more: Partial<Question> = {}): Question => ({
  id,
  type: 'person',
  label: words(id),
  parts: ['name', 'nationality', 'id_number', 'birth', 'phone'],
  ...more,
})

export const STALL: Journey = {
  id: 'stall',
  version: 1,
  status: 'live',
  lifeEvent: 'work',
  title: words('A market stall'),
  summary: words('Sell at the market for a day.'),
  pages: [
    {
      id: 'who',
      title: words('Who'),
      questions: [
        person('applicant'),
        {
          id: 'role',
          type: 'choice',
          label: words('Who runs it?'),
          options: [
            { value: 'me', label: words('I do') },
            { value: 'other', label: words('Somebody else') },
          ],
        },
      ],
    },
    {
      id: 'runner',
      title: words('Who runs it'),
      showIf: 'answers.role == "other"',
      questions: [person('runner')],
    },
    {
      id: 'team',
      title: words('Helpers'),
      questions: [
        {
          id: 'helpers',
          type: 'group',
          label: words('Helpers'),
          parts: ['name', 'id_number', 'birth'],
          questions: [
            {
              id: 'cooks',
              type: 'choice',
              label: words('Cooks?'),
              options: [
                { value: 'cook', label: words('Yes') },
                { value: 'sell', label: words('No') },
              ],
            },
          ],
          max: 3,
        },
      ],
    },
    {
      id: 'stall',
      title: words('The stall'),
      questions: [
        { id: 'day', type: 'date', label: words('Day') },
        { id: 'tables', type: 'number', label: words('Tables'), min: 1, max: 5, whole: true },
        { id: 'district', type: 'place', label: words('District'), list: 'districts' },
        {
          id: 'goods',
          type: 'choices',
          label: words('Goods'),
          optional: true,
          options: [
            { value: 'food', label: words('Food') },
            { value: 'books', label: words('Books') },
          ],
        },
        { id: 'agree', type: 'confirm', label: words('I keep the rules') },
        { id: 'note', type: 'long_text', label: words('Note'), optional: true },
      ],
    },
  ],
  derived: {
    head: 'answers.role == "me" ? answers.applicant : answers.runner',
    team: '[derived.head] + answers.helpers',
  },
  checks: [
    {
      id: 'head_age',
      when: 'age(derived.head.birth, answers.day) < rules.min_age',
      level: 'block',
      question: '/derived/head/birth',
      message: words('Too young to run a stall'),
    },
    {
      id: 'helper_age',
      forEach: 'helpers',
      when: 'age(each.birth, answers.day) < 15',
      level: 'block',
      question: '/helpers/*/birth',
      message: words('Too young to help'),
    },
    {
      id: 'many_tables',
      when: 'answers.tables > 3',
      level: 'info',
      question: '/tables',
      message: words('Bring your own tables'),
    },
  ],
  legs: [
    {
      id: 'place',
      agency: 'market-office',
      adapter: 'market-desk',
      title: words('A place'),
      send: {
        kind: 'stall',
        head: '=derived.head',
        people: {
          forEach: 'derived.team',
          give: { name: '=each.name', birth: '=each.birth' },
        },
        headcount: '=size(derived.team)',
        on: '=answers.day',
        note: '=answers.note',
      },
      window: {
        date: 'answers.day',
        opens: 'rules.opens_days',
        closes: 'addDays(answers.day, -3)',
      },
      answerDays: 2,
      change: words('Ask the market office.'),
    },
    {
      id: 'kitchen',
      agency: 'health',
      adapter: 'health-desk',
      title: words('A kitchen'),
      when: '"food" in answers.goods',
      needs: ['place'],
      send: {
        place: '=legs.place.reference',
        cooks: {
          forEach: 'answers.helpers.filter(h, h.cooks == "cook")',
          give: { name: '=each.name' },
        },
      },
      change: words('Ask the health bureau.'),
    },
  ],
  owner: { name: words('Market office'), agency: 'market-office', deskId: 'market-owner' },
  keeper: { name: '陳科員', deputy: '王科員', hoursPerMonth: 2, until: '2027-12-31' },
  answers: [],
  derivedFrom: null,
  licence: 'CC0-1.0',
  credit: { noticedBy: [], madeBy: [], triedBy: [] },
  touchPoints: { before: [], after: [] },
  start: {
    needs: [],
    minutes: 5,
    otherWays: [{ kind: 'counter', text: words('At the office') }],
    fasterAtCounter: [],
  },
  findBy: { question: '/applicant/id_number', label: words('ID number') },
  purposeEnds: 'answers.day',
  rules: {
    min_age: [
      { from: '2020-01-01', to: '2026-12-31', value: 18, source: 'a rule', verified: true },
      { from: '2027-01-01', value: 20, source: 'a new rule', verified: false },
    ],
    opens_days: [{ from: '2020-01-01', value: 30, source: 'a rule', verified: true }],
  },
  rulesOn: 'answers.day',
}

/** What an API caller sends: everything right. */
export const STALL_ANSWERS = {
  applicant: {
    name: '林小姐',
    id_number: LIN,
    birth: '1990-05-01',
    phone: '0912-345-678',
  },
  role: 'me',
  helpers: [
    { name: '陳先生', id_number: CHEN, birth: '75/03/04', cooks: 'cook' },
    { name: 'Ana', id_number: NEW_RESIDENT, birth: '2001-02-03', cooks: 'sell' },
  ],
  day: '民國115年12月24日',
  tables: '2',
  district: 'xitun',
  goods: ['food'],
  agree: true,
} satisfies Record<string, unknown>
