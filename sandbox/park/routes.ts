// Routes of the three parks as the old site lists them. A node whose name ends in ★ lets a team
// stay the night.

export type ParkCode = 'Y' | 'T' | 'S'

export interface Route {
  park: ParkCode
  name: string
  leastDays: number
  mostDays: number
  /** Persons a route and entry day. */
  quota: number
  /** On a Saturday or Sunday, when it differs. */
  weekendQuota?: number
  nodes: string[]
  nights: string[]
}

export const CAMP_OF_FORESTRY = '嘉明湖營地'
export const CAMP_SITES = 4
export const PERSONS_A_SITE = 4

type Line = [ParkCode, string, string, string, string]

const lines: Line[] = [
  [
    'Y',
    '玉山主峰線',
    '2-3',
    '116',
    '塔塔加登山口 孟祿亭 西峰觀景台 大峭壁 排雲山莊★ 圓峰營地★ 玉山主峰 玉山西峰 玉山北峰',
  ],
  ['Y', '玉山主峰單日往返', '1-1', '60', '塔塔加登山口 孟祿亭 西峰觀景台 大峭壁 排雲山莊 玉山主峰'],
  [
    'Y',
    '南二段線',
    '6-10',
    '20',
    '向陽 向陽山屋★ 嘉明湖山屋★ 嘉明湖營地★ 嘉明湖 三叉山 拉庫音溪★ 轆轆谷★ 雲峰 塔芬谷★ 塔芬山 大水窟★ 中央金礦★ 白洋★ 八通關 觀高★ 對關 東埔',
  ],
  ['Y', '庫哈諾辛山．關山', '1-3', '100', '進涇橋登山口 庫哈諾辛山屋★ 庫哈諾辛山 關山'],
  [
    'T',
    '南湖大山線',
    '4-6',
    '48',
    '思源埡口 勝光登山口 710林道口 多加屯山 雲稜山屋★ 雲稜營地★ 審馬陣山屋★ 審馬陣山 南湖北山 南湖山屋★ 南湖大山 南湖東峰',
  ],
  [
    'T',
    '奇萊南峰．南華山',
    '2-3',
    '88/226',
    '屯原登山口 雲海保線所 天池山莊★ 天池山莊營地★ 光被八表 南華山 奇萊南峰',
  ],
  [
    'T',
    '奇萊主北線',
    '3-5',
    '60',
    '松雪樓 小奇萊 成功山屋★ 成功一號堡★ 奇萊山屋★ 奇萊主山 奇萊北峰',
  ],
  [
    'T',
    '能高安東軍線',
    '5-7',
    '40',
    '屯原登山口 雲海保線所 天池山莊★ 光被八表 南華山 能高山 臺灣池★ 能高南峰 光頭山 白石池★ 白石山 萬里池 屯鹿池★ 安東軍山 萬大南溪★ 松風嶺 奧萬大',
  ],
  ['T', '屏風山線', '2-3', '28', '大禹嶺 屏風避難山屋★ 屏風山'],
  [
    'S',
    '雪山主東峰線',
    '2-4',
    '48',
    '雪山登山口 七卡山莊★ 哭坡 雪山東峰 三六九臨時營地★ 黑森林 圈谷 雪山主峰',
  ],
  [
    'S',
    '大霸尖山線',
    '3-4',
    '70',
    '觀霧 大鹿林道 馬達拉溪登山口 九九山莊★ 中霸山屋 伊澤山 加利山 大霸尖山 小霸尖山',
  ],
  [
    'S',
    '武陵四秀線',
    '3-5',
    '60',
    '武陵 池有登山口 桃山瀑布 三叉營地★ 新達山屋★ 桃山山屋★ 池有山 品田山 桃山 喀拉業山',
  ],
]

const routes: Route[] = lines.map(readLine)

export const routesOf = (park: ParkCode): Route[] => routes.filter((route) => route.park === park)

export const findRoute = (park: ParkCode, name: string): Route | undefined =>
  routes.find((route) => route.park === park && route.name === name)

export function quotaOn(route: Route, day: string): number {
  const weekday = new Date(day).getUTCDay()
  return weekday === 0 || weekday === 6 ? (route.weekendQuota ?? route.quota) : route.quota
}

function readLine([park, name, days, quota, list]: Line): Route {
  const [leastDays = 1, mostDays = 1] = days.split('-').map(Number)
  const [everyDay = 0, weekendQuota] = quota.split('/').map(Number)
  const marked = list.split(' ')
  return {
    park,
    name,
    leastDays,
    mostDays,
    quota: everyDay,
    ...(weekendQuota === undefined ? {} : { weekendQuota }),
    nodes: marked.map((node) => node.replace('★', '')),
    nights: marked.filter((node) => node.endsWith('★')).map((node) => node.replace('★', '')),
  }
}
