'use strict';
(() => {
  const $ = id => document.getElementById(id);
  const all = (query, within = document) => Array.from(within.querySelectorAll(query));
  const { frames, verdicts } = JSON.parse($('data').textContent);
  const root = document.documentElement;
  const isEnglish = () => root.lang === 'en';
  const pick = pair => Array.isArray(pair) ? pair[isEnglish() ? 0 : 1] : String(pair);

  // the month that the slider shows
  const slider = $('slider');
  const stages = all('#stages tbody tr'), figures = all('#figures tbody tr');
  const most = Math.max(1, ...frames.flatMap(frame => frame.counts));
  const set = (element, pair) => {
    element.textContent = pick(pair);
    if (Array.isArray(pair)) element.dataset.o = pair[isEnglish() ? 1 : 0]; else element.dataset.o = pair;
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
  }
  // on the wall chart lies a veil over what is later than the day
  const time = day => Date.parse(day + 'T00:00:00Z');
  function veil(day) {
    const chart = document.querySelector('#wall svg[data-from]');
    if (!chart) return;
    const { from, to, left, right } = chart.dataset;
    let over = chart.querySelector('.veil');
    if (!over) {
      over = document.createElementNS(chart.namespaceURI, 'rect');
      over.setAttribute('class', 'veil');
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
  function stop() { clearInterval(playing); playing = 0; }
  $('play').addEventListener('click', () => {
    if (playing) return stop();
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
    for (const picture of all('.picture')) {
      const shown = picture.firstElementChild, kept = picture.querySelector('template');
      const next = document.createElement('div'), now = document.createElement('template');
      next.append(kept.content);
      now.content.append(...shown.childNodes);
      picture.replaceChildren(next, now);
    }
    const button = $('language');
    button.textContent = english ? '中文' : 'English';
    button.lang = english ? 'zh-CN' : 'en';
    show();
    search();
  });

  // search, in the table and on the wall chart: both name the projects in the same order
  const body = $('list').tBodies[0];
  const listed = Array.from(body.rows);
  const texts = listed.map(row => row.textContent.toLowerCase());
  function search() {
    const words = $('search').value.toLowerCase().split(/\s+/).filter(Boolean);
    const charted = all('#wall g.r');
    let found = 0, gone = 0;
    listed.forEach((row, at) => {
      const is = words.every(word => texts[at].includes(word));
      row.hidden = !is;
      found += is;
      const bar = charted[at];
      if (!bar) return;
      const y = bar.dataset.y ??= /translate\(0 (-?\d+)\)/.exec(bar.getAttribute('transform'))[1];
      bar.setAttribute('transform', `translate(0 ${y - gone})`);
      bar.classList.toggle('off', !is);
      if (!is) gone += 24;
    });
    $('found').textContent = words.length ? `${found} / ${listed.length}` : '';
  }
  $('search').addEventListener('input', search);

  // sorting the table by a column
  const heads = all('#list thead th');
  heads.forEach((head, column) => {
    const button = head.querySelector('button');
    if (!button) return;
    button.disabled = false;
    button.addEventListener('click', () => {
      const falls = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
      const value = row => {
        const cell = row.cells[column];
        return cell.dataset.v !== undefined ? Number(cell.dataset.v)
          : /^-?\d+$/.test(cell.textContent) ? Number(cell.textContent) : cell.textContent;
      };
      const order = (one, other) => typeof one === 'number' && typeof other === 'number' ? one - other
        : String(one).localeCompare(String(other), root.lang);
      const empty = row => row.cells[column].textContent === '';
      const rows = Array.from(body.rows);
      rows.sort((one, other) => empty(one) - empty(other) || (falls ? -1 : 1) * order(value(one), value(other)));
      body.append(...rows);
    });
  });

  for (const hidden of all('.slider, .search, #language')) hidden.hidden = false;
  show();
})();
