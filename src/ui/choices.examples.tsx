// Choices: one of several, several of several, one statement.

import { Checkbox, CheckboxGroup, RadioGroup } from './choices.tsx'
import { type Example, inChinese as t } from './example.ts'

export const examples: Example[] = [
  {
    name: '選一個',
    node: (
      <RadioGroup
        t={t}
        id="night"
        label="11月23日晚上住哪裡"
        hint="只列出您從向陽登山口一天走得到的地方"
        options={[
          { value: 'xiangyang', label: '向陽山屋', hint: '海拔2,850公尺，林業保育署' },
          { value: 'jiaming', label: '嘉明湖山屋', hint: '海拔3,380公尺，林業保育署' },
          { value: 'camp', label: '嘉明湖營地', hint: '封閉到12月31日：水源不足', disabled: true },
        ]}
        value="jiaming"
      />
    ),
  },
  {
    name: '有錯誤，還沒選',
    node: (
      <RadioGroup
        t={t}
        id="exempt"
        label="隊上有沒有免申請入山證的人"
        error="請選有或沒有"
        options={[
          { value: 'yes', label: '有' },
          { value: 'no', label: '沒有' },
        ]}
      />
    ),
  },
  {
    name: '很多短的，點了就好',
    node: (
      <CheckboxGroup
        t={t}
        id="groups"
        label="誰沒被服務到"
        isChips
        options={[
          { value: 'works_late', label: '下班晚、要上班' },
          { value: 'lives_alone', label: '一個人住' },
          { value: 'no_phone', label: '沒有手機或網路' },
          { value: 'far_away', label: '住得遠' },
        ]}
        values={['works_late']}
      />
    ),
  },
  {
    name: '選幾個都可以',
    node: (
      <CheckboxGroup
        t={t}
        id="gear"
        label="隊上帶了哪些裝備"
        options={[
          { value: 'radio', label: '無線電' },
          { value: 'satellite', label: '衛星電話', hint: '這條路線多半沒有手機訊號' },
          { value: 'oxygen', label: '氧氣瓶' },
        ]}
        values={['radio']}
      />
    ),
  },
  {
    name: '同意一件事',
    node: (
      <Checkbox
        t={t}
        id="truth"
        label="以上資料屬實，隊員都同意由我代為申請"
        hint="代填的每一位隊員都會收到一則通知"
        error="請先看過並打勾，才能送出"
      />
    ),
  },
]
