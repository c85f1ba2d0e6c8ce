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

/**
 * Shows the server's results for the form as it stands; without a response the results are cleared and the buttons come
 * back.
 */
async function count(form) {
  const sent = new URLSearchParams(new FormData(form));
  const answer = await ask(form.dataset.count, sent);
  if (`${new URLSearchParams(new FormData(form))}` !== `${sent}`) return; // input has changed: the next response counts
  form.classList.toggle('live', answer !== undefined);
  form.classList.remove('counting');
  for (const output of form.querySelectorAll('output')) {
    const text = answer?.said[output.id.replace(/^field-|-said$/g, '')] ?? '';
    if (output.textContent !== text) output.textContent = text;
  }
  for (const picker of form.querySelectorAll('.picker input'))
    picker.value = answer?.days[picker.dataset.of] ?? '';
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
