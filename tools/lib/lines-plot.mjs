/** Told apart without colour too, by their dashes. */
const looks = [
  { colour: '#1b5e9e', dash: '' },
  { colour: '#a34700', dash: '6 3' },
  { colour: '#5b6770', dash: '2 3' },
  { colour: '#157347', dash: '12 3 2 3' },
  { colour: '#8a1c6b', dash: '1 4' },
  { colour: '#000000', dash: '14 5' },
];
/** Names in a row of the legend. */
const inRow = 4;
const panel = { width: 380, height: 250, left: 48, top: 56, gap: 40 };

/**
 * Lines with their 95 % bars over judgments, panels side by side, as an SVG of its own background.
 * panels: [{title, lines: [{name, points: [{x, mean, reach}]}]}]; range: of the values.
 */
export function linesPlot({ title, range, panels }) {
  const width = panel.left + panels.length * (panel.width + panel.gap);
  const names = panels[0].lines.map(({ name }) => name);
  const rows = Math.ceil(names.length / inRow);
  const height = panel.top + panel.height + 50 + rows * 20;
  const body = panels.map((one, index) =>
    drawPanel(one, panel.left + index * (panel.width + panel.gap), range),
  );
  const legend = names.map((name, index) => {
    const x = panel.left + (index % inRow) * 150;
    const y = height - 14 - (rows - 1 - Math.floor(index / inRow)) * 20;
    return `${stroke(`M${x} ${y - 4}h28`, looks[index])}<text x="${x + 34}" y="${y}">${name}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#1f2328" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${panel.left}" y="22" font-size="15">${title}</text>`,
    ...body,
    ...legend,
    '</svg>\n',
  ].join('\n');
}

function stroke(path, { colour, dash }, width = 2) {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`;
}

function drawPanel({ title, lines }, left, [least, most]) {
  const last = Math.max(...lines.flatMap(({ points }) => points.map(({ x }) => x)));
  const x = (value) => round(left + (value / last) * panel.width);
  const y = (value) => {
    const inside = Math.min(most, Math.max(least, value));
    return round(panel.top + panel.height * (1 - (inside - least) / (most - least)));
  };
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return [
    `<text x="${left}" y="${panel.top - 12}">${title}</text>`,
    ...ticks.map((share) => {
      const value = least + share * (most - least);
      return `<path d="M${left} ${y(value)}h${panel.width}" stroke="#d0d7de"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${round(value)}</text>`;
    }),
    ...ticks.map(
      (share) =>
        `<text x="${x(share * last)}" y="${panel.top + panel.height + 18}" text-anchor="middle">${round(share * last)}</text>`,
    ),
    `<text x="${left + panel.width / 2}" y="${panel.top + panel.height + 34}" text-anchor="middle">judgments</text>`,
    ...lines.flatMap(({ points }, index) => {
      const look = looks[index];
      const path = points.map((point, n) => `${n === 0 ? 'M' : 'L'}${x(point.x)} ${y(point.mean)}`).join('');
      // The bars of the lines stand side by side.
      const bars = points.map((point) => {
        const at = x(point.x) + (index - 1.5) * 3;
        return `M${at} ${y(point.mean - point.reach)}V${y(point.mean + point.reach)}`;
      });
      return [stroke(bars.join(''), { ...look, dash: '' }, 1), stroke(path, look)];
    }),
  ].join('\n');
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
