// Which files were chosen or dropped. A folder is read to its end; what is no recording by its name is left out of it.

const RECORDINGS = /\.(?:mp3|m4a|mp4|aac|ogg|oga|opus|flac|wav|aiff?|aifc|webm|weba|wma|amr)$/i;

// Only Chromium's way of reading a dropped folder is known to all browsers; it hands out a hundred names at a time.
function namesIn(folder) {
  const reader = folder.createReader();
  const all = [];
  return new Promise((resolve) => {
    const more = () => reader.readEntries((some) => {
      if (!some.length) return resolve(all);
      all.push(...some);
      more();
    }, () => resolve(all));
    more();
  });
}

async function filesOf(entry, path) {
  if (!entry.isDirectory) {
    const file = await new Promise((resolve) => { entry.file(resolve, () => resolve(null)); });
    return file ? [{ file, name: path + entry.name, inFolder: path !== "" }] : [];
  }
  const found = [];
  for (const inner of await namesIn(entry)) found.push(...await filesOf(inner, `${path}${entry.name}/`));
  return found;
}

function sorted(found) {
  const taken = found.filter(({ name, inFolder }) => !inFolder || (RECORDINGS.test(name) && !/(?:^|\/)\./.test(name)));
  taken.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  return { taken, leftOut: found.length - taken.length };
}

export function chosen(inputs) {
  const files = inputs.flatMap((input) => [...input.files]);
  return sorted(files.map((file) => ({
    file, name: file.webkitRelativePath || file.name, inFolder: Boolean(file.webkitRelativePath),
  })));
}

// The entries must be asked for before anything is waited for: afterwards the browser has forgotten them.
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = [...transfer.files].map((file) => ({ file, name: file.name, inFolder: false }));
  if (!entries.some((entry) => entry.isDirectory)) return sorted(plain);
  const found = [];
  for (const entry of entries) found.push(...await filesOf(entry, ""));
  return sorted(found);
}
