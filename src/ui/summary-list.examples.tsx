// Check your answers.

import type { Example } from './example.ts'
import { SummaryList } from './summary-list.tsx'

const change = { changeHref: '/gallery', changeText: '修改' }

export const examples: Example[] = [
  {
    name: '送出前再看一次',
    node: (
      <SummaryList
        items={[
          { label: '路線', value: '南二段，向陽到東埔', ...change, changeHidden: '路線' },
          {
            label: '出發',
            value: '2026年12月23日（三），民國115年',
            ...change,
            changeHidden: '出發日期',
          },
          {
            label: '隊員',
            value: (
              <>
                林怡君（領隊）
                <br />
                陳曉明
                <br />
                谷辣斯‧尤達卡
              </>
            ),
            ...change,
            changeHidden: '隊員',
          },
          { label: '審查機關', value: '玉山國家公園、警察局、林業保育署' },
        ]}
      />
    ),
  },
]
