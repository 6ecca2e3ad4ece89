// 我的預約與進入點

import './plate-box.js'
import { buttons, call, close, dialog, h, page, root, row, toast } from './net.js'
import { draw, go } from './wizard.js'

// --- 我的預約 ---------------------------------------------------------
function mine() {
  const id = h('input', { type: 'text', 'aria-label': '身分證字號' })
  const q = h('input', { type: 'text', 'aria-label': '預約編號或備註' })
  const list = h('div', { id: 'list' })
  const find = () =>
    call('POST', 'mine', { id: id.value, q: q.value }, (json) => {
      if (json.code !== '0000') return dialog('系統訊息', json.msg, [['確定', close]])
      list.innerHTML = ''
      list.appendChild(orders(json, find))
    })
  page(
    h('h2', {}, '我的預約'),
    row('身分證字號', id),
    row('預約編號或備註', q),
    buttons(['查詢', find]),
    list,
  )
}

function orders(json, again) {
  if (json.list.length === 0) return h('p', {}, '查無預約')
  const heads = ['預約編號', '入場日期', '天數', '車牌', '狀態', '說明', '備註', '']
  const table = h('table', { class: 'sum' }, h('tr', {}, ...heads.map((one) => h('th', {}, one))))
  for (const one of json.list) {
    const act = one.open
      ? h('a', { href: 'javascript:;', onclick: () => cancel(one.cells[0], again) }, '取消預約')
      : h('i', {})
    table.appendChild(h('tr', {}, ...one.cells.map((text) => h('td', {}, text)), h('td', {}, act)))
  }
  return table
}

function cancel(no, again) {
  dialog('取消預約', `確定取消 ${no}？`, [
    ['不取消', close],
    [
      '確定取消',
      () => {
        close()
        call('POST', 'cancel', { no }, (json) => {
          toast(json.msg)
          if (json.code === '0000') again()
        })
      },
    ],
  ])
}

// --- 開始 -------------------------------------------------------------
root.appendChild(
  h(
    'div',
    { id: 'top' },
    h('b', {}, '向陽登山口停車場預約'),
    h('a', { href: 'javascript:;', onclick: () => go(0) }, '線上預約'),
    h('a', { href: 'javascript:;', onclick: mine }, '我的預約'),
  ),
)
root.appendChild(h('div', { id: 'spin' }, '讀取中…'))
root.appendChild(h('div', { id: 'main' }))
call('POST', 'session', {}, () => (location.hash === '#mine' ? mine() : draw()))
