// Events of life to start from.

import type { Example } from './example.ts'
import { Card, Cards } from './link-card.tsx'
import { StateTag } from './state.tsx'

export const examples: Example[] = [
  {
    name: '人生的事',
    node: (
      <Cards>
        <Card
          level={3}
          href="/gallery"
          title="去爬山"
          text="入園、入山、山屋一次申請，約15分鐘。"
        />
        <Card
          level={3}
          href="/gallery"
          title="孩子出生"
          text="出生登記和生育津貼，去一趟戶政事務所就好。"
          tag={<StateTag state="waiting" text="試辦" />}
        />
      </Cards>
    ),
  },
]
