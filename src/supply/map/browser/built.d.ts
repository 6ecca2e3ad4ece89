// What the build makes for the map: land around Taiwan, and the addresses of files.

declare module 'virtual:coast' {
  export const coast: { type: 'MultiPolygon'; coordinates: [number, number][][][] }
}

declare module '*?url' {
  const address: string
  // biome-ignore lint/style/noDefaultExport: the form in which the build names a file
  export default address
}
