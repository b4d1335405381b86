// On the receipt only: copy and print, which a page cannot offer without a script. Nothing is stored.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue
  button.hidden = false
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copy).textContent.trim().replace(/\s+/g, " ")
    await navigator.clipboard.writeText(words)
    button.textContent = button.dataset.done
  })
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => print())
}
for (const link of document.querySelectorAll("[data-exit]")) {
  link.addEventListener("click", event => {
    event.preventDefault()
    document.body.replaceChildren()
    location.replace(link.href)
  })
}
