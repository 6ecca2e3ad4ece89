// 線上預約：精靈式表單，所有畫面由此產生

import { buttons, call, close, dialog, field, h, page, select, state, toast } from './net.js'

const NOTICE = ''

// --- 精靈 -------------------------------------------------------------
const steps = ['選擇日期', '車輛資料', '申請人', '確認送出']

export function draw() {
  const title = h('h2', {}, `步驟${state.step + 1} ${steps[state.step]}`)
  ;[dateStep, carStep, personStep, confirmStep][state.step](title)
}

export function go(step) {
  state.step = step
  // 換頁效果
  setTimeout(draw, 120)
}

function dateStep(title) {
  call('GET', `days?ym=${state.ym}`, null, (json) => {
    state.ym = json.ym
    const table = h('table', { class: 'cal' })
    let line = h('tr', {})
    for (let blank = 0; blank < json.blanks; blank++) line.appendChild(h('td', {}))
    for (const day of json.days) {
      if (line.children.length === 7) {
        table.appendChild(line)
        line = h('tr', {})
      }
      const open = day.left > 0
      const cell = h(
        'td',
        { class: open ? 'on' : 'off' },
        h('b', {}, String(day.n)),
        h('i', {}, open ? `餘${day.left}` : '－'),
      )
      if (open) {
        cell.addEventListener('click', () => {
          state.date = day.d
          draw()
        })
      }
      if (day.d === state.date) cell.className = 'on picked'
      line.appendChild(cell)
    }
    table.appendChild(line)
    page(
      title,
      h(
        'div',
        { class: 'ym' },
        h('a', { href: 'javascript:;', onclick: () => turn(json.before) }, '上個月'),
        h('b', {}, json.title),
        h('a', { href: 'javascript:;', onclick: () => turn(json.after) }, '下個月'),
      ),
      table,
      h('p', { id: 'picked' }, state.date ? `已選擇：${state.date}` : '請點選入場日期'),
      buttons(['下一步', () => (state.date ? go(1) : toast('請選擇日期'))]),
    )
  })
}

function turn(ym) {
  state.ym = ym
  draw()
}

function carStep(title) {
  const { order } = state
  const [daysRow] = select(
    'days',
    '停放天數＊',
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({ k: String(n), t: `${n}天` })),
  )
  const [kindRow, kinds] = select('kind', '車種＊', [])
  const [lotRow, lots] = select('lot', '停車區＊', [])
  const plate = document.createElement('plate-box')
  plate.addEventListener('plate', () => {
    order.plate = plate.value
  })
  page(
    title,
    daysRow,
    kindRow,
    lotRow,
    h('div', { class: 'row' }, plate),
    buttons(['上一步', () => go(0)], ['下一步', () => check('car', 2)]),
  )
  plate.value = order.plate || ''
  // 車種、停車區隨日期變動，晚一點才到
  call('GET', `kinds?d=${state.date}`, null, (json) => fillIn(kinds, json.list, order.kind))
  kinds.addEventListener('change', () => {
    lots.innerHTML = '<option>請選擇</option>'
    call('GET', `lots?d=${state.date}&k=${kinds.value}`, null, (json) =>
      fillIn(lots, json.list, order.lot),
    )
  })
  if (order.kind) {
    call('GET', `lots?d=${state.date}&k=${order.kind}`, null, (json) =>
      fillIn(lots, json.list, order.lot),
    )
  }
}

function fillIn(list, options, chosen) {
  for (const one of options) {
    const option = h('option', { value: one.k }, one.t)
    if (one.k === chosen) option.selected = true
    list.appendChild(option)
  }
}

function personStep(title) {
  page(
    title,
    field('name', '申請人姓名＊'),
    field('id', '身分證字號＊'),
    field('phone', '行動電話＊'),
    field('mail', '電子郵件'),
    field('remark', '備註', { maxlength: '40' }),
    buttons(['上一步', () => go(1)], ['下一步', () => check('person', 3)]),
  )
}

function check(part, next) {
  call('POST', 'check', { part, date: state.date, ...state.order }, (json) => {
    if (json.code === '0000') go(next)
    else dialog('資料有誤', json.msg, [['確定', close]])
  })
}

function confirmStep(title) {
  call('POST', 'preview', { date: state.date, ...state.order }, (json) => {
    const table = h('table', { class: 'sum' })
    for (const [label, value] of json.rows) {
      table.appendChild(h('tr', {}, h('th', {}, label), h('td', {}, value)))
    }
    const tick = h('input', { type: 'checkbox', id: 'rule' })
    const parts = [title]
    if (NOTICE) parts.push(h('div', { class: 'warn' }, NOTICE))
    page(
      ...parts,
      table,
      h('label', { for: 'rule', class: 'tick' }, tick, '我已閱讀並同意停車場使用規定'),
      buttons(
        ['上一步', () => go(2)],
        ['送出預約', () => (tick.checked ? ask() : toast('請勾選同意停車場使用規定'))],
      ),
    )
  })
}

function ask() {
  dialog('送出確認', '送出後如需更改請取消重新預約，確定送出？', [
    ['再想想', close],
    ['確定送出', send],
  ])
}

function send() {
  close()
  call('POST', 'orders', { date: state.date, ...state.order }, (json) => {
    if (json.code !== '0000') return dialog('預約未成立', json.msg, [['確定', close]])
    state.order = {}
    state.date = ''
    toast(json.msg)
    go(0)
  })
}
