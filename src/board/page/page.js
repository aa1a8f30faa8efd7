const $ = id => document.getElementById(id);
const all = (query, within = document) => Array.from(within.querySelectorAll(query));
const packed = Uint8Array.from(atob($('later').textContent), c => c.charCodeAt(0));
const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
const { frames, verdicts, pictures } = await new Response(unpacked).json();
const root = document.documentElement;
const isEnglish = () => root.lang === 'en';
const pick = pair => Array.isArray(pair) ? pair[isEnglish() ? 0 : 1] : String(pair);

// the month that the slider shows
const slider = $('slider');
const stages = all('#stages tbody tr'), figures = all('#figures tbody tr');
const most = Math.max(1, ...frames.flatMap(frame => frame.counts));
const set = (element, pair) => {
  element.textContent = pick(pair);
  element.dataset.o = Array.isArray(pair) ? pair[isEnglish() ? 1 : 0] : pair;
};
function show() {
  const frame = frames[slider.value];
  $('as-of').textContent = frame.as_of;
  slider.setAttribute('aria-valuetext', frame.as_of);
  stages.forEach((row, at) => {
    row.cells[1].lastChild.textContent = frame.counts[at];
    row.cells[1].firstChild.style.width = 80 * frame.counts[at] / most + '%';
    set(row.cells[2], frame.sums[at]);
    row.cells[3].textContent = frame.without[at];
  });
  figures.forEach((row, at) => {
    const cell = frame.cells[at];
    set(row.cells[1].querySelector('b'), cell.net);
    const whole = row.cells[1].querySelector('span');
    if (whole) set(whole, cell.denominator);
    row.cells[2].textContent = cell.share ?? '-';
    set(row.cells[3], verdicts[cell.verdict]);
  });
  veil(frame.as_of);
  $('veiled').hidden = Number(slider.value) === frames.length - 1;
  $('veiled').querySelector('b').textContent = frame.as_of;
}
// on the wall chart lies a veil over what is later than the day
const time = day => Date.parse(day + 'T00:00:00Z');
function veil(day) {
  const chart = wall();
  const { from, to, left, right } = chart.dataset, first = chart.querySelector('g.r');
  if (!first) return;
  let over = chart.querySelector('.veil');
  if (!over) {
    over = document.createElementNS(chart.namespaceURI, 'rect');
    over.setAttribute('class', 'veil');
    // from the head of the months down; above it stand the legend and the mark
    over.setAttribute('y', Number(first.dataset.y ?? placed(first)) - HEAD);
    over.setAttribute('height', '100%');
    chart.append(over);
  }
  const part = (time(day) - time(from) + 864e5) / (time(to) - time(from) + 864e5);
  const x = Number(left) + Math.min(1, Math.max(0, part)) * (right - left);
  over.setAttribute('x', x);
  over.setAttribute('width', right - x);
  over.classList.toggle('off', day === frames[frames.length - 1].as_of);
}
let playing = 0;
function tell(isPlaying) {
  set($('play').firstChild, isPlaying ? ['Pause', '暂停'] : ['Play', '播放']);
  // a reader of the screen is told the day where it stops
  $('as-of').setAttribute('aria-live', isPlaying ? 'off' : 'polite');
}
function stop() { clearInterval(playing); playing = 0; tell(false); }
$('play').addEventListener('click', () => {
  if (playing) return stop();
  tell(true);
  if (Number(slider.value) === frames.length - 1) slider.value = 0;
  show();
  playing = setInterval(() => {
    slider.value = Number(slider.value) + 1;
    show();
    if (Number(slider.value) === frames.length - 1) stop();
  }, 400);
});
slider.addEventListener('input', () => { stop(); show(); });

// the other language: texts change places with those beside them, pictures with those in templates
$('language').addEventListener('click', () => {
  const english = !isEnglish();
  root.lang = english ? 'en' : 'zh-CN';
  for (const element of all('[data-o]')) {
    const other = element.dataset.o;
    element.dataset.o = element.textContent;
    element.textContent = other;
  }
  for (const labelled of all('[data-l]')) {
    const other = labelled.dataset.l;
    labelled.dataset.l = labelled.getAttribute('aria-label');
    labelled.setAttribute('aria-label', other);
  }
  for (const picture of all('.picture')) {
    // what the page began with is kept as it was then
    pictures[picture.dataset.p][english ? 1 : 0] ||= picture.innerHTML;
    draw(picture);
  }
  const button = $('language');
  button.textContent = english ? '中文' : 'English';
  button.lang = english ? 'zh-CN' : 'en';
  complete();
  show();
  search();
});

// a picture is drawn when its place is opened
const isSeen = picture => picture.closest('details')?.open ?? true;
function draw(picture) {
  picture.innerHTML = isSeen(picture) ? pictures[picture.dataset.p][isEnglish() ? 0 : 1] : '';
}
for (const details of all('details')) {
  details.addEventListener('toggle', () => {
    for (const picture of all('.picture', details)) if (!picture.hasChildNodes()) draw(picture);
  });
}

// search, in the table and on the wall chart: both name the projects in the same order
const table = () => document.querySelector('#projects table');
const wall = () => document.querySelector('#wall svg[data-from]');
const searches = all('input[type=search]');
const ROW = 24, HEAD = 49;
let listed = [], texts = [];
const placed = bar => Number(/translate\(0 (-?\d+)\)/.exec(bar.getAttribute('transform'))[1]);
const place = (bar, y) => bar.setAttribute('transform', `translate(0 ${y})`);
function search() {
  const words = searches[0].value.toLowerCase().split(/\s+/).filter(Boolean);
  const chart = wall(), charted = all('g.r', chart);
  let found = 0, gone = 0;
  listed.forEach((row, at) => {
    const is = words.every(word => texts[at].includes(word));
    row.hidden = !is;
    found += is;
    const bar = charted[at];
    if (!bar) return;
    const y = bar.dataset.y ??= placed(bar);
    place(bar, y - gone);
    bar.classList.toggle('off', !is);
    if (!is) gone += ROW;
  });
  const { width, height } = chart.viewBox.baseVal;
  const whole = chart.dataset.h ??= height;
  chart.setAttribute('viewBox', `0 0 ${width} ${gone ? Number(charted[0].dataset.y) + ROW * found : whole}`);
  const none = pick(['no project has all these words', '没有符合条件的项目']);
  const told = `${found} / ${listed.length}${found ? '' : ' · ' + none}`;
  for (const output of all('.found')) output.textContent = words.length ? told : '';
}
for (const input of searches) {
  input.addEventListener('input', () => {
    for (const other of searches) if (other !== input) other.value = input.value;
    search();
  });
}

// sorting the table by a column: first down or up by what is smaller, then the other way; what is empty comes last
let sorted = null;
function sort({ column, falls }) {
  sorted = { column, falls };
  const head = table().tHead.rows[0].cells[column];
  for (const other of all('th[aria-sort]', table())) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
  const value = row => {
    const { textContent: text, dataset: { v } } = row.cells[column];
    return v !== undefined ? Number(v) : /^-?\d+$/.test(text) ? Number(text) : text;
  };
  const compare = (one, other) => typeof one === 'number' && typeof other === 'number' ? one - other
    : String(one).localeCompare(String(other), root.lang);
  const isEmpty = row => row.cells[column].textContent === '';
  const body = table().tBodies[0];
  const rows = Array.from(body.rows);
  rows.sort((one, other) => isEmpty(one) - isEmpty(other) || (falls ? -1 : 1) * compare(value(one), value(other)));
  body.append(...rows);
}
$('projects').addEventListener('click', event => {
  const head = event.target.closest('thead th');
  if (!head || !event.target.closest('button')) return;
  sort({ column: head.cellIndex, falls: head.getAttribute('aria-sort') === 'ascending' });
});

// what the page did not begin with
function complete() {
  for (const picture of all('.picture')) if (!picture.hasChildNodes()) draw(picture);
  listed = Array.from(table().tBodies[0].rows);
  texts = listed.map(row => Array.from(row.cells, cell => cell.textContent).join(' ').toLowerCase());
  if (sorted) sort(sorted);
}

// on paper the wall chart is cut into sheets, each with its head
const SHEET = 36;
let uncut = null;
addEventListener('beforeprint', () => {
  const chart = wall(), sheets = [], rows = all('g.r:not(.off)', chart);
  if (rows.length <= SHEET) return;
  const top = placed(rows[0]), blank = chart.cloneNode(false);
  blank.append(...Array.from(chart.children).filter(part => !part.matches('g.r')).map(part => part.cloneNode(true)));
  blank.classList.add('sheet');
  for (let from = 0; from < rows.length; from += SHEET) {
    const sheet = blank.cloneNode(true), part = rows.slice(from, from + SHEET);
    sheet.setAttribute('viewBox', `0 0 ${chart.viewBox.baseVal.width} ${top + ROW * part.length}`);
    for (const [at, row] of part.entries()) {
      const copy = row.cloneNode(true);
      place(copy, top + ROW * at);
      sheet.insertBefore(copy, sheet.querySelector('.veil'));
    }
    sheets.push(sheet);
  }
  // it goes, as patterns of what is not displayed are none, and those of the sheets have the same names
  uncut = chart;
  chart.replaceWith(...sheets);
});
addEventListener('afterprint', () => {
  if (!uncut) return;
  const [first, ...others] = all('#wall .sheet');
  for (const sheet of others) sheet.remove();
  first.replaceWith(uncut);
  uncut = null;
});

complete();
show();
for (const hidden of all('.slider, .search, .live, #language')) hidden.hidden = false;
$('still').hidden = true;
