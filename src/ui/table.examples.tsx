// A table with numbers, and one without rows.

import { type Example, inChinese as t } from './example.ts'
import { StateTag } from './state.tsx'
import { Table } from './table.tsx'

const COLUMNS = [
  { key: 'hut', label: '山屋' },
  { key: 'metres', label: '海拔（公尺）', numeric: true },
  { key: 'beds', label: '床位', numeric: true },
  { key: 'state', label: '抽籤' },
]

export const examples: Example[] = [
  {
    name: '山屋',
    node: (
      <Table
        caption="三間山屋的床位"
        columns={COLUMNS}
        rows={[
          {
            cells: {
              hut: '向陽山屋',
              metres: '2,850',
              beds: '80',
              state: <StateTag state="done" text="已抽出" />,
            },
          },
          {
            cells: {
              hut: <a href="/gallery">嘉明湖山屋</a>,
              metres: '3,380',
              beds: '80',
              state: <StateTag state="waiting" text="10月23日抽" />,
            },
          },
        ]}
      />
    ),
  },
  {
    name: '很長的網址',
    node: (
      <Table
        caption="數字的出處"
        columns={[
          { key: 'rule', label: '規定' },
          { key: 'source', label: '出處' },
        ]}
        rows={[
          {
            cells: {
              rule: 'park_opens_months',
              source: 'recreation.example.tw/en/application_period_of_huts_and_camps',
            },
          },
        ]}
      />
    ),
  },
  {
    name: '沒有資料',
    node: <Table caption="今天要辦的事" columns={COLUMNS} rows={[]} empty={t('ui.none')} />,
  },
]
