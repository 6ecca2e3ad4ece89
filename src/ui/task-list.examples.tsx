// Parts of an application, each with its state.

import type { Example } from './example.ts'
import { TaskList } from './task-list.tsx'

export const examples: Example[] = [
  {
    name: '一份申請要填的部分',
    node: (
      <TaskList
        items={[
          { href: '/gallery', title: '行程', hint: '六天五夜', state: 'done', stateText: '填好了' },
          {
            href: '/gallery',
            title: '隊員',
            hint: '還差一位的出生日期',
            state: 'needs_you',
            stateText: '要補填',
          },
          { href: '/gallery', title: '留守人', state: 'waiting', stateText: '還沒開始' },
          { title: '送出', hint: '前面都填好就可以送出', stateText: '還不能送' },
        ]}
      />
    ),
  },
]
