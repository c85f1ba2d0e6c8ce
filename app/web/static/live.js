/*
 * Shows, while somebody types, what pressing a button would show: sums, days in words, what is left to split. The
 * server parses and formats; nothing is calculated here, and fields in use are not changed. Without this file every
 * form works with its buttons.
 */
const pause = 300; // milliseconds without a key press

for (const form of document.querySelectorAll('form[data-count]')) {
  let waiting;
  form.classList.add('live');
  form.addEventListener('input', () => {
    form.classList.add('counting');
    clearTimeout(waiting);
    waiting = setTimeout(() => count(form), pause);
  });
}

for (const span of document.querySelectorAll('.picker')) addCalendar(span);
for (const form of document.querySelectorAll('.pick')) tickMany(form);
for (const form of document.querySelectorAll('form[data-read]')) readAtOnce(form);
for (const form of document.querySelectorAll('form[data-drop]')) takeDrops(form);
for (const section of document.querySelectorAll('[data-progress]')) follow(section);
const tags = document.querySelector('#field-tags[list]');
if (tags) suggestWords(tags);
listenToKeys();

/**
 * Shows the server's results for the form as it stands; without a response the results are cleared and the buttons come
 * back.
 */
async function count(form) {
  const sent = fieldsOf(form);
  const answer = await ask(form.dataset.count, sent);
  if (`${fieldsOf(form)}` !== `${sent}`) return; // input has changed: the next response counts
  form.classList.toggle('live', answer !== undefined);
  form.classList.remove('counting');
  for (const output of form.querySelectorAll('output, button > [id$="-said"]')) {
    const text = answer?.said[output.id.replace(/^field-|-said$/g, '')] ?? '';
    if (output.textContent !== text) output.textContent = text;
  }
  for (const [name, texts] of Object.entries(answer?.lists ?? {})) suggest(form, name, texts);
  for (const picker of form.querySelectorAll('.picker input'))
    picker.value = answer?.days[picker.dataset.of] ?? '';
}

/** The fields of a form without its files, which are sent when it is. */
function fieldsOf(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
}

/** Offers texts for a field, besides those that the page came with. */
function suggest(form, name, texts) {
  const list = form.querySelector(`[name="${name}"]`)?.list;
  if (!list) return;
  const known = [...list.options].map((option) => option.value);
  for (const text of texts) {
    if (!known.includes(text)) list.append(Object.assign(document.createElement('option'), { value: text }));
  }
}

async function ask(address, body) {
  try {
    const response = await fetch(address, { method: 'POST', body, redirect: 'error' });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** Adds the device's calendar; it writes into the text field in its reader's pattern. */
function addCalendar(span) {
  const field = document.getElementById(`field-${span.dataset.of}`);
  const picker = Object.assign(document.createElement('input'), {
    ...{ type: 'date', min: '1900-01-01', max: '2999-12-31', value: span.dataset.day, tabIndex: -1 },
    ariaHidden: 'true', // the button next to it has the accessible name
  });
  picker.dataset.of = span.dataset.of;
  const open = () => {
    try {
      picker.showPicker();
    } catch {
      // already opened by the tap itself
    }
  };
  picker.addEventListener('click', open);
  span.querySelector('button').addEventListener('click', open);
  picker.addEventListener('change', () => {
    const [year, month, day] = picker.value.split('-');
    if (day === undefined) return;
    field.value = field.dataset.pattern.replace('YYYY', year).replace('MM', month).replace('DD', day);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  span.append(picker);
  span.hidden = false;
}

/** Ticks all rows of a page at once, and with Shift those from the last one to this. */
function tickMany(form) {
  const boxes = [...form.querySelectorAll('[name="row"]')];
  const label = form.querySelector('.on-page');
  const whole = label.querySelector('input');
  const tell = () => {
    const ticked = boxes.filter(({ checked }) => checked).length;
    whole.checked = ticked === boxes.length;
    whole.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  whole.addEventListener('change', () => {
    for (const box of boxes) box.checked = whole.checked;
  });
  let last;
  for (const box of boxes)
    box.addEventListener('click', (event) => {
      const ends = [boxes.indexOf(last ?? box), boxes.indexOf(box)].sort((one, other) => one - other);
      if (event.shiftKey) for (const one of boxes.slice(ends[0], ends[1] + 1)) one.checked = box.checked;
      last = box;
      tell();
    });
  label.hidden = false;
  tell();
}

/** Shows a file read in another way as soon as that is chosen; of a row's two boxes at most one is ticked. */
function readAtOnce(form) {
  const button = form.querySelector(`button[value="${form.dataset.read}"]`);
  form.addEventListener('change', ({ target }) => {
    if (target.matches('select, [type="radio"]')) form.requestSubmit(button);
    for (const box of form.querySelectorAll(`[data-row="${target.dataset.row}"]`))
      if (target.checked && box !== target) box.checked = false;
  });
  button.parentElement.classList.add('by-press');
}

/** Takes files that are dropped anywhere on the page, and sends them, or adds them to a form with more to fill in. */
function takeDrops(form) {
  const input = form.querySelector('[type="file"][multiple]');
  const over = (isOver) => form.classList.toggle('over', isOver);
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => relatedTarget || over(false));
  document.addEventListener('drop', (event) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    over(false);
    if (form.dataset.drop !== 'fill') {
      input.files = event.dataTransfer.files;
      form.requestSubmit();
      return;
    }
    const all = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
    input.files = all.files;
  });
}

/** Suggests one more word after each comma, where the browser's own list would only suggest for the first. */
function suggestWords(field) {
  const names = [...field.list.options].map(({ value }) => value.split(', ').at(-1));
  field.addEventListener('input', () => {
    const typed = field.value.split(',').slice(0, -1);
    const there = typed.map((word) => word.trim()).filter((word) => word !== '');
    const open = names.filter((name) => !there.includes(name));
    const options = open.map((name) =>
      Object.assign(document.createElement('option'), { value: [...there, name].join(', ') }),
    );
    field.list.replaceChildren(...options);
  });
}

/** Shows how far a long job is, and the page of its result once it is over. */
function follow(section) {
  const source = new EventSource(section.dataset.progress);
  const bar = section.querySelector('progress');
  const said = section.querySelector('[role="status"]');
  source.addEventListener('message', ({ data }) => {
    const now = JSON.parse(data);
    if (now.total > 0) Object.assign(bar, { max: now.total, value: now.done });
    else bar.removeAttribute('value');
    if (said.textContent !== now.said) said.textContent = now.said;
  });
  source.addEventListener('over', () => {
    source.close();
    location.reload();
  });
}

/**
 * Lets single keys lead on: `n` to a new row, `/` to the search, `?` to what keys there are. Never while somebody types,
 * and not away from a form that was filled in; each device can switch them off.
 */
function listenToKeys() {
  const target = (key) => document.querySelector(`[aria-keyshortcuts="${key}"]`);
  let isFilled = false;
  document.addEventListener('input', ({ target: { form } }) => {
    isFilled ||= form?.method === 'post';
  });
  const keys = {
    n: () => isFilled || target('n')?.click(),
    '/': () =>
      search() || isFilled || location.assign(`${document.querySelector('.brand').href}/transactions#search`),
    '?': () => showKeys(target('?').href),
  };
  document.addEventListener('keydown', (event) => {
    const { key, target: at, repeat, isComposing, ctrlKey, metaKey, altKey } = event;
    const isTyped = at.closest(
      'input:not([type="checkbox"], [type="radio"]), select, textarea, dialog[open]',
    );
    if (!Object.hasOwn(keys, key) || isTyped || repeat || isComposing || ctrlKey || metaKey || altKey) return;
    if (localStorage.getItem('keys') === 'off') return;
    event.preventDefault();
    keys[key]();
  });
  if (location.hash === '#search') search();
  for (const page of document.querySelectorAll('.keyboard')) addSwitch(page);
}

/** Puts the cursor into the search of the page; false where it has none. */
function search() {
  const field = document.querySelector('[role="search"] [type="search"]');
  const around = field?.closest('details');
  if (around) around.open = true;
  field?.focus();
  field?.select();
  return field !== null;
}

/** Shows the page about keys in a dialog over this one. */
async function showKeys(address) {
  if (document.querySelector('.keyboard:not(dialog *)')) return;
  const dialog = document.querySelector('dialog.keys') ?? (await keysDialog(address));
  if (dialog && !dialog.open) dialog.showModal();
}

async function keysDialog(address) {
  const text = await fetch(address).then((response) => response.text());
  const page = new DOMParser().parseFromString(text, 'text/html').querySelector('.keyboard');
  if (!page) {
    location.assign(address); // signed out meanwhile
    return undefined;
  }
  const dialog = Object.assign(document.createElement('dialog'), { className: 'card keys' });
  const title = page.querySelector('h1');
  dialog.ariaLabel = title.textContent;
  title.replaceWith(Object.assign(document.createElement('h2'), { textContent: title.textContent }));
  dialog.append(document.adoptNode(page));
  const buttons = page.querySelector('.buttons');
  buttons.hidden = false;
  buttons.addEventListener('click', () => dialog.close());
  addSwitch(page);
  document.body.append(dialog);
  return dialog;
}

/** Lets keys be switched off on this device, for who speaks to it or hits keys by mistake. */
function addSwitch(page) {
  const box = page.querySelector('[type="checkbox"]');
  box.checked = localStorage.getItem('keys') !== 'off';
  box.addEventListener('change', () => localStorage.setItem('keys', box.checked ? 'on' : 'off'));
  box.parentElement.hidden = false;
}
