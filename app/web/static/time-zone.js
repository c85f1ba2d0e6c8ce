/* Selects the device's time zone when the server could only guess and nothing was chosen yet. */
const list = document.getElementById('field-timeZone');
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const options = [...list.options];
const choice =
  options.find(({ value }) => value === own) ?? options.find(({ value }) => nameOf(value) === own);
if (choice && list.selectedOptions[0]?.defaultSelected) choice.selected = true;

/** This browser's name for a zone, which may differ from the server's: Calcutta became Kolkata. */
function nameOf(timeZone) {
  try {
    return Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined; // unknown to this browser
  }
}
