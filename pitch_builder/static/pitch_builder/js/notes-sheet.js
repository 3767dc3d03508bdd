/* The button that prints the sheet of notes. */
document.querySelector('[data-print]').addEventListener('click', () => window.print());
