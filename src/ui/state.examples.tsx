// The six states.

import type { Example } from './example.ts'
import { type State, StateTag } from './state.tsx'

const WORDS: Record<State, string> = {
  waiting: '等待轉送',
  moving: '機關審核中',
  done: '已核准',
  needs_you: '需要補正',
  refused: '未核准',
  withdrawn: '已撤回',
}

export const examples: Example[] = [
  {
    name: '六種狀態',
    node: (
      <div class="buttons">
        {Object.entries(WORDS).map(([state, text]) => (
          <StateTag state={state as State} text={text} />
        ))}
      </div>
    ),
  },
]
