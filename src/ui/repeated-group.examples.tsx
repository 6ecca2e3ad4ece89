// Members of a team: two of at most three, and a list that is full.

import { type Example, inChinese as t } from './example.ts'
import { TextField } from './form.tsx'
import { RepeatedGroup } from './repeated-group.tsx'

const NAMES = ['陳曉明', '谷辣斯‧尤達卡']

function members(name: string, max: number) {
  return (
    <form method="post" action="/gallery">
      <RepeatedGroup
        t={t}
        name={name}
        count={2}
        min={1}
        max={max}
        legend={(index) => `第${index + 1}位隊員`}
        addText="再加一位隊員"
      >
        {(index) => (
          <TextField
            t={t}
            id={`${name}-${index}-name`}
            name={`${name}.${index}.name`}
            label="姓名"
            value={NAMES[index]}
          />
        )}
      </RepeatedGroup>
    </form>
  )
}

export const examples: Example[] = [
  { name: '還可以再加', node: members('members', 3) },
  { name: '已經滿了', node: members('full', 2) },
]
