/**
 * The way without WebSockets (docs/protocol.md): messages come down one long answer and go up as requests of their
 * own, one after the other.
 * @module
 */

/**
 * @param {string} socket the socket's address; the stream's is beside it
 * @param {import("./connection.js").Ears} on
 * @returns {import("./connection.js").Line}
 */
export function openStream(socket, on) {
  const address = socket.replace(/^ws/, "http").replace(/socket$/, "stream");
  const ended = new AbortController();
  let up = Promise.resolve();
  let name = "";

  /** @param {number} code */
  const close = (code) => {
    if (ended.signal.aborted) return;
    ended.abort();
    on.close(code);
  };

  /** @param {string} path @param {string} body */
  const post = (path, body) => fetch(address + path, {
    method: "POST",
    body,
    headers: { "Content-Type": "text/plain" },
    credentials: "omit",
    cache: "no-store",
    signal: ended.signal,
  });

  /** @param {string} event @param {string} data */
  const told = (event, data) => {
    if (event === "open") {
      name = JSON.parse(data).stream;
      on.open();
    } else if (event === "close") {
      close(Number(JSON.parse(data).code) || 1006);
    } else if (event === "message") {
      on.message(data);
    }
  };

  const listen = async () => {
    const { ok, status, body, headers } = await post("", "");
    if (!ok || !body || !headers.get("Content-Type")?.startsWith("text/event-stream")) {
      close(status === 403 ? 4403 : 1006);
      return;
    }
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const hear = events(told);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      hear(decoder.decode(value, { stream: true }));
    }
    close(1006);
  };

  listen().catch(() => close(1006));
  return {
    send: (text) => {
      up = up.then(async () => {
        if (ended.signal.aborted) return;
        const { status } = await post("/up", `${name}\n${text}`);
        if (status !== 202) close(status === 413 ? 1009 : 1006);
      }).catch(() => close(1006));
    },
    close: () => ended.abort(),
  };
}

/**
 * Reads an event stream from pieces as they come.
 * @param {(event: string, data: string) => void} told
 * @returns {(text: string) => void}
 */
export function events(told) {
  let rest = "";
  let event = "";
  /** @type {string[]} */
  let data = [];
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const raw of lines) {
      const line = raw.replace(/\r$/, "");
      const [, field, value] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
      if (field === "event") event = value;
      else if (field === "data") data.push(value);
      else if (line === "") {
        if (data.length) told(event || "message", data.join("\n"));
        event = "";
        data = [];
      }
    }
  };
}
