// The acknowledgement as it looks after the company changed its program: other names in the header.

import iconv from 'iconv-lite'

export function changeLayout(bytes: Buffer): Buffer {
  const [header = '', ...lines] = iconv.decode(bytes, 'cp950').split('\r\n')
  const renamed = header.replace('結果', '處理狀態').replace('件號', '來件編號')
  return iconv.encode([renamed, ...lines].join('\r\n'), 'cp950')
}
