// What is asked of the office. Whatever is no answer of ours (no signal, a portal's page) throws.

export class Silent extends Error {}

async function ask(path, { token, json, form } = {}) {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (json) headers["Content-Type"] = "application/json";
  const body = json ? JSON.stringify(json) : form ? new URLSearchParams(form) : undefined;
  const method = body === undefined ? "GET" : "POST";
  const how = { method, headers, body, cache: "no-store", credentials: token || json ? "omit" : "same-origin" };
  let answer;
  try {
    answer = await fetch(path, { ...how, signal: AbortSignal.timeout(30_000) });
    if (!answer.headers.get("content-type")?.includes("json") || answer.status >= 500)
      throw new Silent(String(answer.status));
    return { status: answer.status, ...(await answer.json()) };
  } catch (wrong) {
    throw wrong instanceof Silent ? wrong : new Silent(wrong.message);
  }
}

export const whoIsThere = () => ask("/may/ai");
export const register = (token, ten) => ask("/may", { form: { _token: token, ten } });
export const stillOurs = (mark) => ask("/tham/con", { json: { mark } });
export const fetchNames = (token) => ask("/tham/goi", { token });
export const deliver = (token, json) => ask("/tham/nhan", { token, json });
