// The four kinds of notice.

import type { Example } from './example.ts'
import { Notice } from './notice.tsx'

export const examples: Example[] = [
  {
    name: '說明',
    node: (
      <Notice kind="info" level={3} title="70歲以上的隊員">
        <p>可以申請。公園會請您附上三個月內的健康檢查。</p>
      </Notice>
    ),
  },
  {
    name: '完成',
    node: (
      <Notice kind="success" level={3} title="已收件">
        <p>三個機關都已經收到。結果出來的時候，我們寄信到您的信箱。</p>
      </Notice>
    ),
  },
  {
    name: '提醒',
    node: (
      <Notice kind="warning" level={3} title="11月30日以前要繳費">
        <p>逾期視同放棄床位，要重新申請。</p>
      </Notice>
    ),
  },
  {
    name: '不行',
    node: (
      <Notice kind="danger" level={3} title="南二段目前封閉">
        <p>從2026年11月10日到12月31日，新康山到大水窟崩塌。可以改走嘉明湖線。</p>
      </Notice>
    ),
  },
]
