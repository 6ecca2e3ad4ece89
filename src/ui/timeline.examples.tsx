// What happened to a case, newest first.

import type { Example } from './example.ts'
import { Timeline } from './timeline.tsx'

export const examples: Example[] = [
  {
    name: '一件申請的經過',
    node: (
      <Timeline
        items={[
          {
            at: '2026-11-02T14:20:00+08:00',
            atText: '2026年11月2日（一）14:20',
            title: '玉山國家公園請您補正',
            body: '隊員第2位的緊急聯絡人和本人是同一人。',
            state: 'needs_you',
          },
          {
            at: '2026-11-02T09:31:00+08:00',
            atText: '2026年11月2日（一）09:31',
            title: '警察局已核准入山',
            body: '入山證號碼B1151102-0187。',
            state: 'done',
          },
          {
            at: '2026-11-02T09:30:00+08:00',
            atText: '2026年11月2日（一）09:30',
            title: '已收件，轉給三個機關',
          },
        ]}
      />
    ),
  },
]
