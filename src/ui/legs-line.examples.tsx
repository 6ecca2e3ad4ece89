// A trip with three agencies, and one case in every other state.

import { type Example, inEnglish, inChinese as t } from './example.ts'
import { type LegLine, LegsLine } from './legs-line.tsx'

const STAGES = ['收件', '轉送', '審核', '答覆']

const stages = (reached: number, labels = STAGES) =>
  labels.map((label, index) => ({ label, done: index < reached, current: index === reached }))

const TRIP: LegLine[] = [
  {
    agency: '玉山國家公園管理處',
    state: 'needs_you',
    stateText: '需要補正',
    next: '改第2位隊員的緊急聯絡人，11月9日以前',
    stages: stages(2),
  },
  {
    agency: '南投縣政府警察局',
    state: 'done',
    stateText: '已核准',
    next: '入山時帶身分證',
    stages: stages(3),
  },
  {
    agency: '林業及自然保育署臺東分署',
    state: 'waiting',
    stateText: '等待轉送',
    next: '11月23日抽籤，我們會自動送出',
    stages: stages(1),
  },
]

export const examples: Example[] = [
  { name: '三個機關', node: <LegsLine t={t} legs={TRIP} /> },
  {
    name: 'Under way, refused, withdrawn',
    lang: 'en',
    node: (
      <LegsLine
        t={inEnglish}
        legs={[
          {
            agency: 'Taroko National Park',
            state: 'moving',
            stateText: 'Under review',
            next: 'Answer by 9 November',
            stages: stages(2, ['Received', 'Passed on', 'Review', 'Answer']),
          },
          {
            agency: 'Hualien County Police Bureau',
            state: 'refused',
            stateText: 'Not approved',
            next: 'Read the reason; you can change the dates',
            stages: stages(3, ['Received', 'Passed on', 'Review', 'Answer']),
          },
          {
            agency: 'Forestry agency',
            state: 'withdrawn',
            stateText: 'Withdrawn',
            stages: stages(1, ['Received', 'Withdrawn']),
          },
        ]}
      />
    ),
  },
]
