/* Chooses the zone of this device, where the server could only guess and nobody has chosen yet. */
const list = document.getElementById('field-timeZone');
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const options = [...list.options];
const choice =
  options.find(({ value }) => value === own) ?? options.find(({ value }) => nameOf(value) === own);
if (choice && list.selectedOptions[0]?.defaultSelected) choice.selected = true;

/** What this browser calls a zone, which may have another name at the server: Kolkata was Calcutta. */
function nameOf(timeZone) {
  try {
    return Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined; // one that this browser does not know
  }
}
