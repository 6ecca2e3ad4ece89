// Fields of one control, buttons, and a form in English.

import { type Example, inEnglish, inChinese as t } from './example.ts'
import { Button, FileField, Hidden, SelectField, TextArea, TextField } from './form.tsx'

const HUTS = [
  { value: 'jiaming', label: '嘉明湖山屋', hint: '剩12床' },
  { value: 'xiangyang', label: '向陽山屋', hint: '剩3床' },
  { value: 'baishan', label: '拜殿下山屋', hint: '整修到12月31日', disabled: true },
]

export const examples: Example[] = [
  {
    name: '一行文字',
    node: <TextField t={t} id="team" label="隊名" hint="入山證上會寫，10個字以內" value="慢慢走" />,
  },
  {
    name: '有錯誤的一行文字',
    node: (
      <TextField
        t={t}
        id="phone"
        label="留守人電話"
        hint="例如0912 345 678"
        error="請填留守人的電話，山上聯絡不到您時會打這支"
        type="tel"
        inputMode="tel"
        width="short"
        value="0912"
      />
    ),
  },
  {
    name: '多行文字',
    node: <TextArea t={t} id="note" label="給審查人員的話" optional maxlength={200} />,
  },
  {
    name: '選單',
    node: <SelectField t={t} id="hut" label="第一晚住哪裡" options={HUTS} value="xiangyang" />,
  },
  {
    name: '檔案',
    node: (
      <FileField
        t={t}
        id="consent"
        label="家長同意書"
        hint="PDF或照片，5 MB以內"
        accept="application/pdf,image/jpeg,image/png"
      />
    ),
  },
  {
    name: '按鈕',
    node: (
      <div class="buttons">
        <Hidden name="version" value="3" />
        <Button>存檔，繼續</Button>
        <Button kind="secondary">先存草稿</Button>
        <Button kind="danger">撤回申請</Button>
        <Button kind="secondary" href="/gallery">
          開始申請
        </Button>
      </div>
    ),
  },
  {
    name: 'In English',
    lang: 'en',
    node: (
      <TextField
        t={inEnglish}
        id="team-en"
        label="Name of the team"
        hint="It appears on the mountain entry permit"
        error="Enter a name for the team"
        optional
      />
    ),
  },
]
