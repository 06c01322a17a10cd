// Uploads one file by tus-js-client as it is: node send.cjs ENDPOINT TOKEN SESSION FILE. Prints the upload's address.
const fs = require("fs");
const tus = require("tus-js-client");

const [endpoint, token, session, file] = process.argv.slice(2);
const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint,
  chunkSize: 16 * 1024 * 1024,
  retryDelays: Array(60).fill(300),
  headers: { Authorization: `Bearer ${token}` },
  metadata: { session_id: session, started_s: "0", filename: "recording.webm", filetype: "video/webm" },
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: () => {
    console.log(upload.url);
    process.exit(0);
  },
});
upload.start();
