// Districts, roads and sections of the stand-in. All invented: no such district exists.

export interface Road {
  name: string
  sections: string[]
}

export const places: Record<string, Road[]> = {
  青水區: [
    { name: '中港路', sections: ['一段', '二段', '三段'] },
    { name: '鹿角街', sections: ['全段'] },
    { name: '堤邊路', sections: ['東側', '西側'] },
  ],
  柳原區: [
    { name: '中港路', sections: ['四段', '五段'] },
    { name: '市場街', sections: ['1號至49號', '50號至99號', '100號以後'] },
  ],
  石坪區: [
    { name: '學府路', sections: ['一段', '二段'] },
    { name: '廟前街', sections: ['廟埕前', '廟埕後'] },
  ],
}

export const areas = Object.keys(places)

export const roadsOf = (area: string): string[] => (places[area] ?? []).map((road) => road.name)

export const sectionsOf = (area: string, road: string): string[] =>
  places[area]?.find((one) => one.name === road)?.sections ?? []
