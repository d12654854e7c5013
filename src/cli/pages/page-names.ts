/** The pages by their addresses. */
export const PAGES: Readonly<Record<string, string>> = { "/chat": "web-chat.html", "/game": "web-game.html" };
