// A long trip with three agencies, and a short one.

import { type Example, inEnglish, inChinese as t } from './example.ts'
import { HeightProfile } from './height-profile.tsx'
import type { ProfilePoint } from './profile-scale.ts'

const point = (
  label: string,
  elevationMetres: number,
  day: number,
  agencies: string[],
  night = false,
): ProfilePoint => ({ label, elevationMetres, day, agencies, night })

const FOREST = ['forest', 'police']
const PARK = ['park', 'police']

const SOUTHERN: ProfilePoint[] = [
  point('向陽登山口', 2312, 1, FOREST),
  point('向陽山屋', 2850, 1, FOREST),
  point('嘉明湖山屋', 3380, 1, FOREST, true),
  point('三叉山', 3496, 2, ['forest', 'park', 'police']),
  point('嘉明湖', 3310, 2, FOREST),
  point('拉庫音溪山屋', 2695, 2, PARK, true),
  point('南雙頭山', 3356, 3, PARK),
  point('轆轆谷山屋', 2810, 3, PARK, true),
  point('塔芬山', 3070, 4, PARK),
  point('塔芬谷山屋', 2600, 4, PARK, true),
  point('大水窟山', 3642, 5, PARK),
  point('中央金礦山屋', 2880, 5, PARK, true),
  point('八通關', 2800, 6, PARK),
  point('觀高', 2580, 6, PARK, true),
  point('東埔登山口', 1120, 7, ['police']),
]

export const examples: Example[] = [
  {
    name: '南二段，七天',
    node: (
      <HeightProfile
        t={t}
        points={SOUTHERN}
        agencies={[
          { id: 'park', label: '玉山國家公園：入園、山屋' },
          { id: 'forest', label: '林業保育署：山屋' },
          { id: 'police', label: '警察局：入山' },
        ]}
      />
    ),
  },
  {
    name: 'Two days',
    lang: 'en',
    node: (
      <HeightProfile
        t={inEnglish}
        points={[
          point('Xueshan trailhead', 2140, 1, PARK),
          point('Qika Lodge', 2500, 1, PARK),
          point('369 Lodge', 3110, 1, PARK, true),
          point('Xueshan Main Peak', 3886, 2, PARK),
          point('Xueshan trailhead', 2140, 2, PARK),
        ]}
        agencies={[
          { id: 'park', label: 'Shei-Pa National Park' },
          { id: 'police', label: 'Police' },
        ]}
      />
    ),
  },
]
