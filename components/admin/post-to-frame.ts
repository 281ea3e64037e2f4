/** These fields of the forms inside, as they are typed. A file that is too big is left out. */
export function readFields(root: HTMLElement, names: readonly string[], maxFileBytes: number): FormData {
  const typed = new FormData();
  for (const form of root.querySelectorAll('form')) {
    for (const [name, value] of new FormData(form)) {
      if (names.includes(name) && (typeof value === 'string' || value.size <= maxFileBytes))
        typed.append(name, value);
    }
  }
  return typed;
}

/** Only a form can post into a frame. */
export function postToFrame(action: string, target: string, fields: FormData): void {
  const form = document.createElement('form');
  form.action = action;
  form.target = target;
  form.method = 'post';
  form.enctype = 'multipart/form-data';
  form.hidden = true;
  for (const [name, value] of fields) form.append(toInput(name, value));
  document.body.append(form);
  form.submit();
  form.remove();
}

function toInput(name: string, value: FormDataEntryValue): HTMLInputElement {
  const input = document.createElement('input');
  input.name = name;
  if (typeof value === 'string') {
    input.type = 'hidden';
    input.value = value;
  } else {
    const files = new DataTransfer();
    files.items.add(value);
    input.type = 'file';
    input.files = files.files;
  }
  return input;
}
