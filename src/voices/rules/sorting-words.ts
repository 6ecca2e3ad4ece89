// The words by which a note is sorted, in Chinese and a little English. The text they meet is folded:
// half-width, lower case. docs/voices-sorting.md says what each class means; a new word belongs here
// only when it holds for notes nobody has seen yet.

import type { Barrier, Group } from '../schema/words.ts'

const STOCK = '(?:庫存|存量|餘量|餘額|剩餘|數量|份數|數字|存貨|量|stock|number|count)'
const SHOWN =
  '(?:app|網路|網頁|網站|網上|地圖|系統|帳上|帳面|電腦|螢幕|顯示|查詢|website|map|online|system|screen)'
const WRONG =
  '(?:錯|有誤|誤差|不準|很不準|不正確|不符|不相符|不同步|不一致|出入|時間差|不對|不實|不等於|不等同|不代表|非實際|落差|(?:沒|沒有|未|尚未|來不及)更新|更新(?:慢|不及)|延遲|僅供參考|[為做]參考|wrong|incorrect|outdated|not updated|does not match|mismatch)'
const GONE =
  '(?:(?:早就?|都|已經?|實際)[^,。;]{0,6}(?:售完|賣完|發完|發放完|領完|售罄|賣光|沒有?了)|sold out|all gone|none left)'
const STILL = '(?:還有|仍有|尚有|有剩|剩|顯示有|shows?|still)'

/** Stock in dispute: what is shown elsewhere is not what can be had here. */
export const CORRECTION = anyOf([
  `${STOCK}[^。;]{0,16}${WRONG}`,
  `${SHOWN}[^。;]{0,16}${WRONG}`,
  `${WRONG}[^,。;]{0,4}${STOCK}`,
  `${SHOWN}[^。;]{0,12}${STILL}.{0,20}${GONE}`,
  `${GONE}[^。;]{0,12}${SHOWN}[^。;]{0,12}${STILL}`,
  `${STOCK}(?:請)?[以依已]?(?:現場|店內|店裡|門市|藥局|實際|號碼牌|當[天下日])[^,。;]{0,6}(?:為準|為主)`,
  `[以依](?:現場|店內|實際)(?:的)?${STOCK}[^,。;]{0,2}(?:為準|為主)`,
  `(?:勿|不要|別)參考[^,。;]{0,6}${STOCK}`,
  `${STOCK}[^,。;]{0,6}(?:留給|保留給|[為被]號碼牌保留|被預約|須減|需扣|不是)`,
  `${SHOWN}[^。;]{0,16}(?:洽詢|確認)[^,。;]{0,6}實際`,
  `(?:app|庫存|地圖)[^。;]{0,20}(?:未|沒)過卡`,
  '(?:地圖|定位|座標|位置|地址|電話)[^,。;]{0,6}(?:標示)?(?:錯|有誤|不對)',
])

/** What the work costs those who do it: too few hands, too much work, tiredness, abuse. */
export const BURDEN = anyOf([
  '人力(?!銀行)|人手|(?:人員|員工)(?:不足|不夠|有限)|缺工|understaffed|short of staff|short-staffed',
  '(?:業務|工作|現場|太|很|甚|較|過於|非常)繁?忙碌?(?!時)|忙不過來|忙翻|分身乏術|too busy|overwhelmed',
  '累(?![計積])|疲|辛苦|體力|吃不消|撐不|負荷|過勞|爆肝|身心俱疲|exhaust|tired',
  // 加班販售 are more hours for everybody, not a complaint.
  '加班(?![^,。;]{0,3}[賣售看約])|超時|晚下班|沒有?(?:空|時間|辦法)(?:吃飯|休息)|沒(?:吃飯|喝水|上廁所)|overtime|after hours',
  '(?:只有?|僅)(?:有)?[一1](?:位|個|名)?(?:藥師|員工|同仁|人)|(?:藥師|店裡?)(?:只有?|僅)?[一1](?:個)?人|[一單]人藥局|only one pharmacist',
  '藥師(?:能|的|當班|值班)?[^,。;]{0,6}(?:狀況|能用的時間)',
  '為難|辱罵|責罵|罵|咆哮|恐嚇|被兇|志工|義工|做白工|abus|insult|shout',
  '(?:包裝|分裝|登打|登錄|文書|核銷|報表|清點|接電話)[^,。;]{0,10}(?:小時|分鐘|半夜|很久|加重|倍|負擔|不完)',
  '影響[^,。;]{0,6}(?:調劑|本業|正常業務|看診)|(?:工作|業務)量|負擔|paperwork',
  // Other work of theirs that ends the service; what they do besides on holidays is a notice.
  '(?<!不再?)(?:處理|整理)(?!口罩)[^,。;]{0,4}業務|須執行調劑|調劑[^,。;]{0,4}請勿|視[^,。;]{0,4}領藥',
])

/** Somebody who came, called or tried, and was not served. */
export const MISSED = anyOf([
  '(?:買|領|拿|排|申請|辦|等|趕|搶|約|聯絡|打|搭|叫|找)不(?:到|了|上|完|通|及)|來不及',
  '無法(?:前來|來|到場|排隊|上網|進|出門|自行|久站|久候|使用|申請|預約|溝通)|沒(?:辦)?法(?:來|買|領|排|上網|申請|出門|進|久站|用|去)',
  '進不(?:來|去)|上不(?:來|去)|走不(?:動|到)|站不(?:住|久)|不能(?:久站|排隊|出門|來|走|進)',
  '(?<!不要|不用|以免|避免|免得|請勿)(?:白跑|空手|撲空)|跑了[^,。;]{0,6}(?:趟|家)|排了?[^,。;]{0,6}(?:還是|卻|仍)?沒(?:買|領|拿)',
  '看不(?:懂|見)|聽不(?:見|懂|到)|不會(?:用|上網|操作|講|說|看|打字)|不識字',
  '沒有?(?:健保卡|手機|身分證|居留證|證件|電腦|智慧型|帳號)',
  '被拒|拒收|沒(?:有)?人(?:幫|協助|理)|不知道|不曉得|沒聽過|申請被退|差別待遇|不公平',
  "can ?no?'?t|could not|couldn't|unable to|turned away|nobody helped|did not know|no phone|left without",
])

/** A way it could be better, told to whoever makes the rules; advice to customers is not one. */
export const IDEA = anyOf([
  '(?:建議|希望|盼|期待|拜託|懇請|請|呼籲)(?:政府|中央|地方|健保署|衛福部|疾管|指揮中心|市府|縣府|衛生局|衛生所|公所|貴|能|可以|改|增|減|取消|開放|延長|增設|統一|簡化|讓|將|把)',
  '應該?(?:改|增|減|取消|開放|延長|可以|要|提供|讓|先)|(?:可不可以|能不能|可否|能否|是否可|是否能)(?!.{0,6}(?:電|洽))',
  'should|suggest|we propose|please (?:allow|let|add|change|open|send|extend|stop)|why not',
])

/** Hours, windows, slips, how to collect, what else a site offers. */
export const NOTICE = anyOf([
  '\\d{1,2}[:.點時]\\d{0,2}|\\d{1,4} ?[-~–至到] ?\\d{1,4}|\\b(?:0\\d|1\\d|2[0-3])[0-5]0|\\d ?[ap]\\.?m|[一二兩三四五六七八九十]點|\\d{1,2}/\\d{1,2}',
  '(?:星期|周|週|禮拜)[一二三四五六日天ㄖ1-7末-]|平日|假日|每日|每天|上午|下午|早上|中午|晚上|全天|整天|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekday|daily',
  '號碼|[領發取憑]牌|抽號|叫號|過卡|slips?\\b|number tickets?',
  '營業|公休|店休|休診|休息|休假|停診|[看早午晚門急]診|無休|暫停|停[售賣發配止]|不[發賣售]|全年|春節期間|國定假日.|照常|開店|外出|open|closed|holiday',
  '排隊|隊伍|依序|購買|售完|賣完|販售|販賣|代售|發放|領取|領口罩|自備|零錢|袋|queue|collect|sell|bring',
  '電洽|洽詢|來電|公告|臉書|粉絲|facebook|官網|為準|為主|預約|掛號|掛牌',
  '調劑|處方|慢箋|業務|服務|提供|諮詢|開診|時段[::].|依.{1,8}時間',
])

/** Whole texts that say nothing. */
export const EMPTY_WORDS = anyOf([
  '^(?:無|沒有|沒|没有|沒事|無意見|無備註|暫無|略|同上|如題|測試|測試中|test(?:ing)?|n/?a|none|nil|null|no|ok|x+|好|謝謝|感謝|你好|哈+|thanks?|hello|hi)$',
  '^(?:國定|春節|連續)?(?:假日|假期|時間)$',
  '^(?:防疫)?(?:口罩)?(?:代售|販售|販賣|發放|領取|營業|看診|服務)?(?:時間|時段|備註|說明|公告)$',
])

export const GROUP_WORDS: [Group, RegExp][] = [
  [
    'works_late',
    /上班(?!日|時間|時段)|下班|夜班|晚班|大夜|輪班|值班|工作到|works? late|night shift/,
  ],
  ['lives_alone', /獨居|[一1]個人住|自己住|沒有?家人|lives? alone/],
  [
    'no_phone',
    /沒有?(?:智慧型)?(?:手機|電話)|不會(?:用|使用|操作)?(?:智慧型)?(?:手機|上網|app|網路|電腦)|不上網|no (?:smart)?phone/,
  ],
  [
    'no_chinese',
    /外籍|移工|外勞|新住民|外國|(?:不會|看不懂|聽不懂)[講說看]?(?:中文|國語|華語)|foreign|migrant|no chinese/,
  ],
  ['wheelchair', /輪椅|行動不便|走不動|肢障|身障|殘障|拐杖|助行|wheelchair|disab/],
  ['far_away', /偏鄉|偏遠|山上|山區|部落|離島|[很太]遠|路途|far away|remote/],
  [
    'no_papers',
    /沒有?(?:健保卡|身分證|居留證|證件|戶籍)|無證|無健保|無戶籍|街友|遊民|homeless|undocumented/,
  ],
  [
    'older',
    /長者|老人|長輩|阿公|阿嬤|阿媽|高齡|年長|爺爺|奶奶|老伯|elder|old(?:er)? (?:people|man|woman)/,
  ],
  ['cannot_see', /視障|盲(?!目)|看不見|blind/],
  ['cannot_hear', /聽障|聾|聽不見|聽不到|deaf/],
  ['cannot_read', /不識字|不認得?字|看不懂字|cannot read/],
  ['with_children', /小孩|孩子|孩童|嬰|幼兒|寶寶|孕婦|child|pregnant|baby/],
  ['carers', /照顧者|照顧(?:爸|媽|父|母|家人|病人|失智)|看護|陪病|長照家庭|carer|caregiver/],
  ['no_money', /沒錢|付不起|買不起|低收|中低收|弱勢|cannot afford/],
]

export const BARRIER_WORDS: [Barrier, RegExp][] = [
  [
    'opening_hours',
    /營業時間|開放時間|開門|打烊|關門|已?休息|下班後?|只[開賣發]到|太早|太晚|晚上|夜間|上班時間|假日沒|opening hours|closed/,
  ],
  [
    'sold_out',
    /(?:售|賣|發|領)[完罄光]|搶光|沒貨|缺貨|買不到|領不到|搶不到|沒有?了|不夠(?:賣|發|分)|sold out|ran out|none left/,
  ],
  ['distance', /遠|沒有?(?:公)?車|交通|路程|\bfar\b|no bus/],
  ['steps', /樓梯|階梯|台階|臺階|門檻|坡道|沒有?電梯|無障礙|stairs|\bsteps?\b/],
  ['queue', /排隊|久站|站不|排(?:很|太|了|不)|隊伍|等[很太]久|queue|in line/],
  ['papers', /健保卡|證件|身分證|居留證|戶口名簿|文件|影本|表格|印章|document|\bcard\b/],
  ['website', /網站|網頁|網路|上網|app|線上|website|online/],
  ['no_account', /帳號|登入|密碼|驗證碼|憑證|account|log ?in/],
  ['telephone', /打不通|電話[^,。;]{0,6}(?:忙線|沒人接|不通)|專線|phone line/],
  ['language', /中文|國語|語言|英文|看不懂|翻譯|language/],
  ['cost', /沒錢|費用|太貴|付不起|買不起|車資|expensive|afford/],
  ['rule', /規定|單號|雙號|單雙號|資格|不符|年齡|限制|名額|七天|\brules?\b|not allowed/],
  ['not_known', /不知道|不曉得|沒聽過|did not know/],
]

function anyOf(sources: string[]): RegExp {
  return new RegExp(sources.join('|'))
}
