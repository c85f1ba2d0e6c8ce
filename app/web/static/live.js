/*
 * Says while somebody types what a press would say: sums, days in words, what is left to split. The server reads and writes
 * them; nothing is reckoned here, and no field is touched that is typed into. Without this file every form works by a press.
 */
const pause = 300; // milliseconds without a key

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

/** Shows what the server says of the form as it stands; where it cannot be asked, nothing is said and the buttons come back. */
async function count(form) {
  const sent = new URLSearchParams(new FormData(form));
  const answer = await ask(form.dataset.count, sent);
  if (`${new URLSearchParams(new FormData(form))}` !== `${sent}`) return; // typed on: the next answer tells
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

/** The calendar that the device brings; it writes into the text field as its reader does. */
function addCalendar(span) {
  const field = document.getElementById(`field-${span.dataset.of}`);
  const picker = Object.assign(document.createElement('input'), {
    ...{ type: 'date', min: '1900-01-01', max: '2999-12-31', value: span.dataset.day, tabIndex: -1 },
    ariaHidden: 'true', // the button beside it is the one with a name
  });
  picker.dataset.of = span.dataset.of;
  const open = () => {
    try {
      picker.showPicker();
    } catch {
      // opened by the touch itself
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
