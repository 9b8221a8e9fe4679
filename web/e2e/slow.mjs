/** Each event of a run by itself, `pause` ms after the one before; given to a page as what it begins with. */
export function slowEvents(pause) {
  const fetched = window.fetch;
  window.fetch = async (...given) => {
    const response = await fetched(...given);
    if (!/\/api\/runs\/\w+\/events/.test(response.url) || response.body === null) return response;
    let held = "";
    const slowed = new TransformStream({
      async transform(text, controller) {
        const events = (held + text).split("\n\n");
        held = events.pop();
        for (const event of events) {
          await new Promise((resolve) => setTimeout(resolve, pause));
          controller.enqueue(`${event}\n\n`);
        }
      },
      flush: (controller) => controller.enqueue(held),
    });
    const body = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(slowed)
      .pipeThrough(new TextEncoderStream());
    return new Response(body, response);
  };
}
