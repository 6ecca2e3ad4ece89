// The people of a demo city. Invented; the addresses end in `.example` and reach nobody.

import type { NewAccount } from './store.ts'

const clerk = (accountId: string, name: string, desks: string[]): NewAccount => ({
  accountId,
  name,
  email: `${accountId}@taichung.example`,
  duties: desks.map((deskId) => ({ role: 'clerk', deskId, agencyId: null })),
})

export const DEMO_ACCOUNTS: NewAccount[] = [
  clerk('counter', '陳怡君', ['front-desk']),
  clerk('huts', '林志明', ['forest-desk']),
  clerk('household', '黃淑芬', ['household-desk']),
  clerk('allowance', '張家豪', ['civil-affairs-desk']),
  clerk('childcare', '吳佩珊', ['social-affairs-desk']),
  clerk('owner', '蔡宗翰', ['hike-owner', 'birth-owner']),
  clerk('district', '許雅玲', ['xitun-counter']),
  clerk('masks', '鄭文彬', ['mask-desk']),
  {
    accountId: 'officer',
    name: '王俊傑',
    email: 'officer@taichung.example',
    duties: [{ role: 'officer', deskId: null, agencyId: 'forestry' }],
  },
  {
    accountId: 'lead',
    name: '劉雅雯',
    email: 'lead@taichung.example',
    duties: [{ role: 'lead', deskId: null, agencyId: null }],
  },
  { accountId: 'pharmacist', name: '何美珠', email: 'pharmacist@taichung.example', duties: [] },
  { accountId: 'resident', name: '林雅婷', email: 'resident@taichung.example', duties: [] },
]
