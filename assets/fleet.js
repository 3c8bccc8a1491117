'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const [NAME, STATUS, FIRST, SECOND, THIRD, MARK, ERROR, FINDINGS, CONFIG, WRITTEN, BACKUP, LEFT] =
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  const NUMBERS = [FIRST, SECOND, THIRD];
  const ROW = 36, MARGIN = 12;  // pixels; rows drawn above and below what is seen
  const $ = (id) => document.getElementById(id);
  const viewport = $('viewport'), body = $('rows'), search = $('search'), status = $('status'), count = $('count');
  const collator = new Intl.Collator('en', {numeric: true, sensitivity: 'base'});

  const texts = data.servers.map((s) =>
    [s[NAME], s[MARK], s[ERROR], ...s[FINDINGS].map((f) => data.findings[f[0]][1])].join(' ').toLowerCase());
  // Names are compared once: sorting by them is then sorting numbers.
  const nameRank = new Uint32Array(data.servers.length);
  data.servers.map((s, i) => i).sort((a, b) => collator.compare(data.servers[a][NAME], data.servers[b][NAME]))
    .forEach((server, rank) => { nameRank[server] = rank; });
  let order = data.servers.map((s, i) => i);
  let shown = order;
  let sorted = {column: -1, down: false};
  let printing = false;

  const cell = (row, text, style) => {
    const td = document.createElement('td');
    td.textContent = text;
    if (style) td.className = style;
    row.append(td);
    return td;
  };

  const spacer = (rows) => {
    const tr = document.createElement('tr');
    tr.setAttribute('aria-hidden', 'true');
    const td = document.createElement('td');
    td.colSpan = 6;
    td.className = 'spacer';
    td.style.height = rows * ROW + 'px';
    tr.append(td);
    return tr;
  };

  const draw = (server, index) => {
    const s = data.servers[server];
    const tr = document.createElement('tr');
    tr.setAttribute('aria-rowindex', index + 2);
    const th = document.createElement('th');
    th.scope = 'row';
    const open = document.createElement('button');
    open.type = 'button';
    open.className = 'link';
    open.textContent = s[NAME];
    open.addEventListener('click', () => show(server));
    th.append(open);
    tr.append(th);
    const tag = document.createElement('span');
    tag.className = 'tag ' + s[STATUS];
    tag.textContent = s[STATUS];
    cell(tr, '').append(tag);
    for (const column of NUMBERS) cell(tr, s[column], 'number');
    cell(tr, s[MARK] || s[ERROR], 'mono');
    return tr;
  };

  const render = () => {
    const visible = Math.ceil(viewport.clientHeight / ROW) + 2 * MARGIN;
    let first = printing ? 0 : Math.max(0, Math.floor(viewport.scrollTop / ROW) - MARGIN);
    first = Math.min(first, Math.max(0, shown.length - visible));
    const end = printing ? shown.length : Math.min(shown.length, first + visible);
    const rows = [];
    if (first > 0) rows.push(spacer(first));
    for (let i = first; i < end; ++i) rows.push(draw(shown[i], i));
    if (end < shown.length) rows.push(spacer(shown.length - end));
    const focused = document.activeElement && body.contains(document.activeElement) ? document.activeElement.textContent : null;
    body.replaceChildren(...rows);
    if (focused !== null) {
      const again = [...body.querySelectorAll('button')].find((b) => b.textContent === focused);
      (again || viewport).focus({preventScroll: true});
    }
  };

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = status.value;
    shown = order.filter((i) => (!wanted || data.servers[i][STATUS] === wanted) &&
                                words.every((word) => texts[i].includes(word)));
    count.textContent = shown.length + ' of ' + data.servers.length + ' servers';
    $('table').setAttribute('aria-rowcount', shown.length + 1);
    viewport.scrollTop = 0;
    render();
  };

  const compare = (column) => (a, b) => {
    if (column === NAME) return nameRank[a] - nameRank[b];
    const x = data.servers[a][column], y = data.servers[b][column];
    if (x === y) return nameRank[a] - nameRank[b];
    return x < y ? -1 : 1;
  };

  const sort = (column) => {
    sorted = {column, down: sorted.column === column ? !sorted.down : NUMBERS.includes(column)};
    order.sort(compare(column));
    if (sorted.down) order.reverse();
    for (const th of document.querySelectorAll('#table thead th')) {
      const own = Number(th.dataset.column) === column;
      if (own) th.setAttribute('aria-sort', sorted.down ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    }
    filter();
  };

  const line = (list, name, value) => {
    if (!value) return;
    const dt = document.createElement('dt'), dd = document.createElement('dd');
    dt.textContent = name;
    dd.textContent = value;
    list.append(dt, dd);
  };

  const show = (server) => {
    const s = data.servers[server];
    $('detail-title').textContent = s[NAME];
    const list = document.createElement('dl');
    line(list, 'Status', s[STATUS] + (s[LEFT] ? ', something was left out' : ''));
    line(list, 'Error', s[ERROR]);
    NUMBERS.forEach((column, i) => line(list, data.columns[i], String(s[column])));
    line(list, data.columns[3], s[MARK]);
    line(list, 'Config', s[CONFIG]);
    line(list, 'Written', s[WRITTEN]);
    line(list, 'Backup', s[BACKUP]);
    const findings = document.createElement('ul');
    for (const [index, times] of s[FINDINGS]) {
      const [severity, code, phrase, hint] = data.findings[index];
      const li = document.createElement('li'), tag = document.createElement('span');
      tag.className = 'tag ' + severity;
      tag.textContent = severity;
      li.append(tag, ' ' + code + ' ' + phrase + (times > 1 ? ' (' + times + ' times)' : ''));
      if (hint) {
        const remedy = document.createElement('p');
        remedy.textContent = hint;
        li.append(remedy);
      }
      findings.append(li);
    }
    $('detail-body').replaceChildren(list, findings);
    $('detail').showModal();
  };

  for (const th of document.querySelectorAll('#table thead th'))
    th.querySelector('button').addEventListener('click', () => sort(Number(th.dataset.column)));
  for (const button of document.querySelectorAll('[data-find]'))
    button.addEventListener('click', () => {
      search.value = button.dataset.find;
      status.value = '';
      filter();
      $('servers').scrollIntoView();
      search.focus({preventScroll: true});
    });
  let waits = false;
  viewport.addEventListener('scroll', () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; render(); });
  });
  addEventListener('resize', render);
  addEventListener('beforeprint', () => { printing = true; render(); });
  addEventListener('afterprint', () => { printing = false; render(); });
  search.addEventListener('input', filter);
  status.addEventListener('change', filter);
  $('detail-close').addEventListener('click', () => $('detail').close());
  filter();
})();
